package org.calcinosiscds.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** The addresses that a call may connect to, whatever host name resolves to them. */
public enum AddressPolicy {
    /** The public internet: no loopback, no private or reserved network. */
    PUBLIC {
        @Override
        public boolean allows(InetAddress address) {
            return isUnicast(address) && !address.isLoopbackAddress() && !isPrivate(address);
        }
    },
    /** Also the networks of a hospital. Link-local stays out: cloud machines hand out their credentials there. */
    PRIVATE {
        @Override
        public boolean allows(InetAddress address) {
            return isUnicast(address);
        }
    },
    /** This machine alone. */
    LOOPBACK {
        @Override
        public boolean allows(InetAddress address) {
            return address.isLoopbackAddress();
        }
    };

    public abstract boolean allows(InetAddress address);

    /**
     * The policy of a server in the settings.
     *
     * @param scheme of its address: http is for this machine, unless the server is on a private network
     * @param isOnPrivateNetwork whether the settings say so
     */
    public static AddressPolicy of(String scheme, boolean isOnPrivateNetwork) {
        if (isOnPrivateNetwork) {
            return PRIVATE;
        }
        return scheme.equalsIgnoreCase("http") ? LOOPBACK : PUBLIC;
    }

    private static boolean isUnicast(InetAddress address) {
        byte[] bytes = address.getAddress();
        return !address.isAnyLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !(address instanceof Inet4Address && (bytes[0] == 0 || (bytes[0] & 0xF0) == 0xF0));
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (address instanceof Inet6Address) {
            // Unique local fc00::/7, and the forms that carry an IPv4 address: ::/96, 64:ff9b::/96 and 2002::/16.
            return address.isSiteLocalAddress()
                    || (first & 0xFE) == 0xFC
                    || (first == 0 && second == 0)
                    || (first == 0 && second == 0x64)
                    || (first == 0x20 && second == 0x02);
        }
        return address.isSiteLocalAddress()
                || (first == 100 && (second & 0xC0) == 64) // carrier-grade NAT
                || (first == 192 && second == 0)
                || (first == 198 && (second & 0xFE) == 18);
    }
}
