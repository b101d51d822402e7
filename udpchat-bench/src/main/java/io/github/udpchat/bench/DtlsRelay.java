package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/**
 * A relay over DTLS 1.2 with Eclipse Scandium, a record for each recipient, and nothing made reliable. The key is known to both
 * sides beforehand, which is the cheapest way to begin; the cipher is ours, AES-256-GCM.
 */
final class DtlsRelay {

    /** Who says this is a member, and hears it as the answer. */
    static final byte[] JOIN = {'j'};
    /** Who says this is none any more. */
    static final byte[] LEAVE = {'l'};

    private static final byte[] KEY = new byte[32];

    private final Map<InetSocketAddress, EndpointContext> members = new ConcurrentHashMap<>();
    private final DTLSConnector connector = connector(DtlsConfig.DtlsRole.SERVER_ONLY);

    private DtlsRelay() {}

    public static void main(String[] args) throws IOException {
        DtlsRelay relay = new DtlsRelay();
        relay.connector.setRawDataReceiver(relay::receive);
        relay.connector.start();
        RelayProcess.announce(relay.connector.getAddress().getPort());
        relay.connector.destroy();
    }

    /** {@return a connector at a free port, with the library's defaults but for what this class says} */
    static DTLSConnector connector(DtlsConfig.DtlsRole role) {
        Configuration configuration = new Configuration()
                .set(DtlsConfig.DTLS_ROLE, role)
                .setAsList(DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_PSK_WITH_AES_256_GCM_SHA378);
        if (role == DtlsConfig.DtlsRole.CLIENT_ONLY) {
            // There are many of them in one program.
            configuration.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1).set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
        }
        return new DTLSConnector(DtlsConnectorConfig.builder(configuration)
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .setAdvancedPskStore(new AdvancedSinglePskStore("bench", KEY))
                .build());
    }

    /** Called by several threads, for one peer by one at a time. */
    private void receive(RawData data) {
        EndpointContext author = data.getEndpointContext();
        if (Arrays.equals(data.getBytes(), JOIN)) {
            members.put(author.getPeerAddress(), author);
            send(data.getBytes(), author);
        } else if (Arrays.equals(data.getBytes(), LEAVE)) {
            members.remove(author.getPeerAddress());
        } else {
            members.forEach((address, member) -> {
                if (!address.equals(author.getPeerAddress())) {
                    send(data.getBytes(), member);
                }
            });
        }
    }

    private void send(byte[] bytes, EndpointContext to) {
        connector.send(RawData.outbound(bytes, to, null, false));
    }
}
