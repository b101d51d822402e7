/** Fuzz tests of everything that reads what others sent. CONTRIBUTING.md says how to run one for longer than its seeds. */
package io.github.udpchat.fuzz;
