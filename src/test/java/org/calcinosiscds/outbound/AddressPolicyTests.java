package org.calcinosiscds.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPolicyTests {
    @ParameterizedTest
    @CsvSource({
        "93.184.216.34,           true,  true,  false",
        "2606:2800:220:1::1,      true,  true,  false",
        "10.1.2.3,                false, true,  false",
        "172.16.0.1,              false, true,  false",
        "172.32.0.1,              true,  true,  false",
        "192.168.7.7,             false, true,  false",
        "100.64.0.1,              false, true,  false",
        "100.128.0.1,             true,  true,  false",
        "192.0.0.8,               false, true,  false",
        "198.18.0.1,              false, true,  false",
        "fd12:3456::1,            false, true,  false",
        "64:ff9b::a00:1,          false, true,  false",
        "2002:a00:1::,            false, true,  false",
        "127.0.0.1,               false, true,  true",
        "127.255.0.9,             false, true,  true",
        "::1,                     false, true,  true",
        "::ffff:127.0.0.1,        false, true,  true",
        "::ffff:10.0.0.1,         false, true,  false",
        "169.254.169.254,         false, false, false",
        "::ffff:169.254.169.254,  false, false, false",
        "fe80::1,                 false, false, false",
        "224.0.0.1,               false, false, false",
        "ff02::1,                 false, false, false",
        "0.0.0.0,                 false, false, false",
        "0.1.2.3,                 false, false, false",
        "::,                      false, false, false",
        "255.255.255.255,         false, false, false",
        "240.0.0.1,               false, false, false",
    })
    void addressesAreReachedByKind(String address, boolean isPublic, boolean isPrivate, boolean isLoopback)
            throws UnknownHostException {
        InetAddress parsed = InetAddress.getByName(address);

        assertThat(AddressPolicy.PUBLIC.allows(parsed)).isEqualTo(isPublic);
        assertThat(AddressPolicy.PRIVATE.allows(parsed)).isEqualTo(isPrivate);
        assertThat(AddressPolicy.LOOPBACK.allows(parsed)).isEqualTo(isLoopback);
    }
}
