/** Who a server or client is, and whom a client trusts, on the session protocol. */
package io.github.udpchat.identity;
