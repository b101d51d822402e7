/** A user's module: it requires the library and nothing else. */
module consumer {
    requires io.github.udpchat.core;
}
