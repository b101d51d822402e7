import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.model.Protocol;

/** What a user's first program might be: a server and two clients over real sockets, on the class path. */
public class Consumer {

    public static void main(String[] args) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (ChatServer server = ChatServer.builder().protocol(Protocol.CLASSIC).bind("127.0.0.1", 0).start();
                ChatClient ben = ChatClient.builder().protocol(Protocol.CLASSIC).server(server.localAddress()).name("Ben")
                        .listener(message -> heard.complete(message.text())).connect();
                ChatClient ana = ChatClient.builder().protocol(Protocol.CLASSIC).server(server.localAddress()).name("Ana")
                        .connect()) {
            while (server.peers().size() < 2) {
                Thread.onSpinWait();
            }
            ana.lobby().send("hello, " + ben.name());
            System.out.println(heard.get(10, TimeUnit.SECONDS));
        }
    }
}
