package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The peers of all servers of a campaign, for one number of them. Those of the classic protocol stay members from one round to
 * the next; all others connect anew in each, because their protocols do not bear a server that is stopped for long.
 */
final class Generators implements AutoCloseable {

    private final int peers;
    /** Opened for the first server that needs them. */
    private ClassicPeers classicPeers;

    Generators(int peers) {
        this.peers = peers;
    }

    /** {@return a generator whose peers are connected with a server} */
    Generator at(Contender contender, InetSocketAddress server) throws IOException {
        return switch (contender.wire()) {
            case CLASSIC -> new InThisProgram(classicPeers().at(server));
            case KRYONET -> new InThisProgram(KryoCrowd.connect(server, peers));
            case SESSION -> new InThisProgram(SessionCrowd.connect(server, peers));
            case DTLS -> new InThisProgram(DtlsCrowd.connect(server, peers));
            case ENET -> EnetPeers.connect(contender.peers(), server, peers);
        };
    }

    private ClassicPeers classicPeers() throws IOException {
        if (classicPeers == null) {
            classicPeers = ClassicPeers.open(peers);
        }
        return classicPeers;
    }

    @Override
    public void close() throws IOException {
        if (classicPeers != null) {
            classicPeers.close();
        }
    }

    /** Peers that are part of this program. */
    private record InThisProgram(Crowd crowd) implements Generator {

        @Override
        public LoadResult put(Load load) throws IOException {
            return Talk.over(crowd, load);
        }

        @Override
        public ProcessUsage usage() {
            return ProcessUsage.ofThisProgram();
        }

        @Override
        public void close() throws IOException {
            crowd.close();
        }
    }
}
