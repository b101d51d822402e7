/** Sessions of honest and hostile clients over links with every fault, from one seed each, held against what must never happen. */
package io.github.udpchat.session.campaign;
