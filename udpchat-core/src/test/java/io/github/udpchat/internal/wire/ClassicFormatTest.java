package io.github.udpchat.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicFormatTest {

    private final ClassicFormat format = new ClassicFormat(8);

    private static ClassicFrame malformed(DropReason why) {
        return new ClassicFrame.Malformed(why);
    }

    private ClassicFrame read(String text) {
        return format.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ClassicFrame text(String text) {
        return new ClassicFrame.Text(text, ClassicFormat.write(text));
    }

    @Test
    void readsInTheWrittenOrder() {
        assertThat(read("123456789")).isEqualTo(malformed(DropReason.TOO_LARGE));
        assertThat(format.read(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1})))
                .isEqualTo(malformed(DropReason.TOO_LARGE));
        assertThat(read("")).isEqualTo(malformed(DropReason.EMPTY));
        assertThat(format.read(ByteBuffer.wrap(new byte[] {-1}))).isEqualTo(malformed(DropReason.NOT_UTF8));
        assertThat(read("12345678")).isEqualTo(text("12345678"));
        assertThat(read("qqq")).isEqualTo(new ClassicFrame.Leave());
    }

    @ParameterizedTest
    @ValueSource(strings = {"QQQ", "qqq ", " qqq", "qqqq", "qq", "qqq\n", "qqq\0", "\uFEFFqqq"})
    void onlyExactlyQqqLeaves(String text) {
        assertThat(read(text)).isEqualTo(text(text));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"80", "BF", "C080", "C1BF", "E08080", "E09FBF", "F0808080", "F08FBFBF", "EDA080", "EDBFBF",
            "EDA080EDB080", "F4908080", "F5808080", "F7BFBFBF", "F888808080", "FB", "FC", "FD", "FE", "FF",
            "C2", "E0A0", "E282", "F09080", "F0", "C241", "E2824D", "41C3", "4180", "C2A980"})
    void whatIsNotUtf8IsMalformed(String hex) {
        assertThat(format.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isEqualTo(malformed(DropReason.NOT_UTF8));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"00", "7F", "C280", "DFBF", "E0A080", "ED9FBF", "EE8080", "EFBFBF", "F0908080", "F48FBFBF"})
    void whatIsUtf8ComesBackByteForByte(String hex) {
        ClassicFrame frame = format.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        assertThat(frame).isInstanceOf(ClassicFrame.Text.class);
        ByteBuffer written = ClassicFormat.write(((ClassicFrame.Text) frame).text());
        assertThat(HexFormat.of().withUpperCase().formatHex(written.array())).isEqualTo(hex);
    }

    @Test
    void badDatagramLeavesNothingBehindInTheDecoder() {
        assertThat(format.read(ByteBuffer.wrap(new byte[] {(byte) 0xE2, (byte) 0x82})))
                .isEqualTo(malformed(DropReason.NOT_UTF8));
        assertThat(format.read(ByteBuffer.wrap(new byte[] {(byte) 0xAC})))
                .isEqualTo(malformed(DropReason.NOT_UTF8));
        assertThat(read("€")).isEqualTo(text("€"));
    }

    @Test
    void readsFromPositionToLimitAndLeavesTheBufferAlone() {
        ByteBuffer buffer = ByteBuffer.wrap("..hello..".getBytes(StandardCharsets.UTF_8)).position(2).limit(7);
        assertThat(format.read(buffer)).isEqualTo(text("hello"));
        assertThat(buffer.position()).isEqualTo(2);
        assertThat(buffer.limit()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
            "[Ana]->hello, Ana, hello",
            "[Ana]->, Ana, ''",
            "[a]->b]->c, a, b]->c",
            "[[a]]->b, [a], b",
            "[ ]->x, ' ', x",
            "[a]-> [b]->c, a, ' [b]->c'",
            "[qqq]->qqq, qqq, qqq",
            "[a[b]->c, a[b, c",
            "[Zoë 日本]->ja, Zoë 日本, ja"})
    void takesNameAndLineApart(String text, String name, String line) {
        ChatMessage message = ClassicFormat.message(RoomId.CLASSIC, text);
        assertThat(message.author()).contains(name);
        assertThat(message.line()).isEqualTo(line);
        assertThat(message.text()).isEqualTo(text);
        assertThat(ClassicFormat.registeredName(text)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "[]->x", "[Ana]>x", "[Ana]-x", "[Ana", "Ana]->x", " [Ana]->x", "]->", "[", "[]->",
            "[->", "x[Ana]->y"})
    void whatHasNoNameInFrontIsAllLine(String text) {
        ChatMessage message = ClassicFormat.message(RoomId.CLASSIC, text);
        assertThat(message.author()).isEqualTo(Optional.empty());
        assertThat(message.line()).isEqualTo(text);
        assertThat(ClassicFormat.registeredName(text)).isEqualTo(text);
    }

    @Test
    void prefixAndLineComeApartAgain() {
        ChatMessage message = ClassicFormat.message(RoomId.CLASSIC, ClassicFormat.prefix("Ana") + "[x]->y");
        assertThat(message.author()).contains("Ana");
        assertThat(message.line()).isEqualTo("[x]->y");
    }

    @Test
    void replacementCharacterThatWasSentIsText() {
        assertThat(new ClassicFormat(1024).read(ClassicFormat.write("a\uFFFDb"))).isEqualTo(text("a\uFFFDb"));
    }

    @Test
    void contentBeginsBehindANameOfManyBytes() {
        ClassicFrame.Text frame = (ClassicFrame.Text) text("[größer 漢字 😀]->é]->x");
        assertThat(ClassicFormat.message(RoomId.CLASSIC, frame).line()).isEqualTo("é]->x");
        assertThat(ClassicFormat.message(RoomId.CLASSIC, frame).author()).contains("größer 漢字 😀");
        assertThat(ClassicFormat.message(RoomId.CLASSIC, "[a]->b").line()).isEqualTo("b");
    }
}
