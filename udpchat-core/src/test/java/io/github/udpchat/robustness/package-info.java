/** What hostile input, slow or failing code of the application, and scarce threads may cost: no more than the documentation says. */
package io.github.udpchat.robustness;
