package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;

/** The classic relay as Netty's users would write it: every line is written to all others, and flushed once a read loop. */
final class NettyRelay extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final byte[] LEAVE = "qqq".getBytes(StandardCharsets.US_ASCII);

    private final Set<InetSocketAddress> members = new LinkedHashSet<>();

    private NettyRelay() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args[0]) {
            case "nio" -> serve(NioIoHandler.newFactory(), NioDatagramChannel.class);
            case "epoll" -> serve(EpollIoHandler.newFactory(), EpollDatagramChannel.class);
            default -> throw new IllegalArgumentException("nio or epoll, not " + args[0]);
        }
    }

    private static void serve(IoHandlerFactory transport, Class<? extends DatagramChannel> channelType)
            throws IOException, InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, transport);
        try {
            Channel channel = new Bootstrap().group(loop)
                    .channel(channelType)
                    .handler(new NettyRelay())
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
            RelayProcess.announce(((InetSocketAddress) channel.localAddress()).getPort());
        } finally {
            loop.shutdownGracefully();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket line) {
        InetSocketAddress author = line.sender();
        ByteBuf text = line.content();
        boolean leaves = text.readableBytes() == LEAVE.length && startsWithLeave(text);
        if (leaves) {
            members.remove(author);
        } else if (!members.add(author)) {
            for (InetSocketAddress member : members) {
                if (!member.equals(author)) {
                    context.write(new DatagramPacket(text.retainedDuplicate(), member), context.voidPromise());
                }
            }
        }
    }

    private static boolean startsWithLeave(ByteBuf text) {
        for (int i = 0; i < LEAVE.length; i++) {
            if (text.getByte(text.readerIndex() + i) != LEAVE[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("Netty relay: " + cause);
    }
}
