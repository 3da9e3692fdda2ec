using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Reads what a server sends. Pure: bytes in, an operation or "need more" out.</summary>
/// <remarks>https://docs.nats.io/reference/reference-protocols/nats-protocol</remarks>
internal static class NatsParser
{
    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>Reads one operation off the front of a buffer.</summary>
    /// <param name="buffer">What came; moved behind the operation when the answer is true.</param>
    /// <param name="limits">Checked before anything waits for, or rents, what a length promises.</param>
    /// <param name="op">The operation; borrows the buffer.</param>
    /// <returns>Whether a whole operation was there.</returns>
    /// <exception cref="NatsProtocolException">This can become no operation, whatever follows.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, in NatsLimits limits, out NatsOp op)
    {
        op = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> sequence, LineEnd))
        {
            if (buffer.Length > limits.LineBytes) throw new NatsProtocolException($"A line of more than {limits.LineBytes} bytes came.");
            return false;
        }

        if (sequence.Length > limits.LineBytes)
            throw new NatsProtocolException($"A line of {sequence.Length} bytes came; {limits.LineBytes} are allowed.");
        var line = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
        var space = line.IndexOfAny((byte)' ', (byte)'\t');
        var name = space < 0 ? line : line[..space];
        var rest = space < 0 ? default : line[(space + 1)..];
        if (Ascii.EqualsIgnoreCase(name, "MSG"u8)) return TryReadMessage(ref buffer, reader, rest, false, limits, out op);
        if (Ascii.EqualsIgnoreCase(name, "HMSG"u8)) return TryReadMessage(ref buffer, reader, rest, true, limits, out op);
        op = Ascii.EqualsIgnoreCase(name, "PING"u8) ? new(NatsOpKind.Ping)
            : Ascii.EqualsIgnoreCase(name, "PONG"u8) ? new(NatsOpKind.Pong)
            : Ascii.EqualsIgnoreCase(name, "+OK"u8) ? new(NatsOpKind.Ok)
            : Ascii.EqualsIgnoreCase(name, "-ERR"u8) ? new(NatsOpKind.Error, Encoding.UTF8.GetString(rest).Trim(' ', '\''))
            : Ascii.EqualsIgnoreCase(name, "INFO"u8) ? new(NatsOpKind.Info, Encoding.UTF8.GetString(rest))
            : throw new NatsProtocolException($"'{Shown(line)}' is no NATS operation.");
        buffer = reader.UnreadSequence;
        return true;
    }

    // MSG <subject> <sid> [reply-to] <#bytes>\r\n[payload]\r\n
    // HMSG <subject> <sid> [reply-to] <#header bytes> <#total bytes>\r\n[headers]\r\n\r\n[payload]\r\n
    private static bool TryReadMessage(
        ref ReadOnlySequence<byte> buffer, SequenceReader<byte> reader, ReadOnlySpan<byte> arguments, bool hasHeaders, in NatsLimits limits, out NatsOp op)
    {
        op = default;
        Span<Range> parts = stackalloc Range[6];
        var count = Split(arguments, parts);
        var sizes = hasHeaders ? 2 : 1;
        if (count != 2 + sizes && count != 3 + sizes)
            throw new NatsProtocolException($"A message with {count} arguments came: '{Shown(arguments)}'.");
        var sid = Number(arguments[parts[1]]);
        var total = Number(arguments[parts[count - 1]]);
        var head = hasHeaders ? Number(arguments[parts[count - 2]]) : 0;
        if (total > limits.PayloadBytes)
            throw new NatsProtocolException($"A message of {total} bytes was announced; {limits.PayloadBytes} are allowed.");
        if (head > total) throw new NatsProtocolException($"A message of {total} bytes with {head} bytes of headers was announced.");
        if (reader.Remaining < total + LineEnd.Length) return false;
        var body = reader.UnreadSequence;
        reader.Advance(total);
        if (!reader.IsNext(LineEnd, advancePast: true)) throw new NatsProtocolException($"A message of {total} bytes does not end after them.");
        op = new(
            NatsOpKind.Message,
            Subject: Encoding.UTF8.GetString(arguments[parts[0]]),
            Sid: sid,
            ReplyTo: count == 3 + sizes ? Encoding.UTF8.GetString(arguments[parts[2]]) : null,
            Headers: body.Slice(0, head),
            Payload: body.Slice(head, total - head));
        buffer = reader.UnreadSequence;
        return true;
    }

    /// <returns>How many arguments there are; one more than fit when there are too many.</returns>
    private static int Split(ReadOnlySpan<byte> text, Span<Range> parts)
    {
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = text[at..].IndexOfAny((byte)' ', (byte)'\t');
            if (length < 0) length = text.Length - at;
            if (length > 0)
            {
                if (count == parts.Length) return count + 1;
                parts[count++] = at..(at + length);
            }

            at += length + 1;
        }

        return count;
    }

    private static int Number(ReadOnlySpan<byte> text)
        => Utf8Parser.TryParse(text, out int value, out var read) && read == text.Length && value >= 0
            ? value
            : throw new NatsProtocolException($"'{Shown(text)}' stands where a number should.");

    // What came may be anything: a short, printable piece of it goes into the message.
    private static string Shown(ReadOnlySpan<byte> text)
        => new([.. text[..Math.Min(40, text.Length)].ToArray().Select(letter => letter is >= 32 and < 127 ? (char)letter : '.')]);
}
