using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Writes what a client sends. Pure: values in, bytes out; publishing allocates nothing.</summary>
internal static class NatsEncoder
{
    /// <summary>Longest line that servers take with their standard settings (<c>max_control_line</c>).</summary>
    public const int MostLineBytes = 4096;

    private const int MostDigits = 11;
    private static readonly SearchValues<char> NeverInSubjects = SearchValues.Create(" \t\r\n*>");

    /// <summary>Bytes that <see cref="Write"/> may need for a message, line and headers included.</summary>
    /// <exception cref="ArgumentException">A subject is none, a header breaks its line, or the line is longer than servers take.</exception>
    public static int MostBytes(in NatsPublish message)
    {
        if (!IsSubject(message.Subject)) throw new ArgumentException($"'{message.Subject}' is no subject to publish on.", nameof(message));
        if (message.ReplyTo != null && !IsSubject(message.ReplyTo)) throw new ArgumentException($"'{message.ReplyTo}' is no subject to answer on.", nameof(message));
        var line = "HPUB   \r\n".Length + Encoding.UTF8.GetByteCount(message.Subject) + (message.ReplyTo is { } reply ? Encoding.UTF8.GetByteCount(reply) : 0) + 2 * MostDigits;
        if (line > MostLineBytes) throw new ArgumentException($"A subject of {message.Subject.Length} characters is longer than servers take.", nameof(message));
        return line + HeaderBytes(message.Headers) + message.Payload.Length + "\r\n".Length;
    }

    // PUB <subject> [reply-to] <#bytes>\r\n[payload]\r\n
    // HPUB <subject> [reply-to] <#header bytes> <#total bytes>\r\n[headers]\r\n\r\n[payload]\r\n
    // https://docs.nats.io/reference/reference-protocols/nats-protocol

    /// <summary>Writes PUB or, with headers, HPUB.</summary>
    /// <param name="to">As long as <see cref="MostBytes"/> says, which has found nothing wrong.</param>
    /// <param name="message">The message.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, in NatsPublish message)
    {
        var head = HeaderBytes(message.Headers);
        var at = Put(to, 0, head == 0 ? "PUB "u8 : "HPUB "u8);
        at += Encoding.UTF8.GetBytes(message.Subject, to[at..]);
        to[at++] = (byte)' ';
        if (message.ReplyTo != null)
        {
            at += Encoding.UTF8.GetBytes(message.ReplyTo, to[at..]);
            to[at++] = (byte)' ';
        }

        if (head > 0)
        {
            at = Put(to, at, head);
            to[at++] = (byte)' ';
        }

        at = Put(to, at, head + message.Payload.Length);
        at = Put(to, at, "\r\n"u8);
        if (head > 0) at = Put(to, at, message.Headers);
        message.Payload.CopyTo(to[at..]);
        return Put(to, at + message.Payload.Length, "\r\n"u8);
    }

    /// <summary>CONNECT, with the credentials there are.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="endpoint">User and password, or a token.</param>
    /// <param name="key">Signs the nonce; null for none.</param>
    /// <param name="info">What the server said.</param>
    /// <param name="name">What it lists this client by.</param>
    public static void Connect(IBufferWriter<byte> output, NatsEndpoint endpoint, NatsCredentials? key, NatsServerInfo info, string name)
    {
        output.Write("CONNECT "u8);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteBoolean("verbose"u8, false);
            json.WriteBoolean("pedantic"u8, false);
            json.WriteString("lang"u8, "sluice");
            json.WriteString("version"u8, "1");
            json.WriteNumber("protocol"u8, 1);
            json.WriteBoolean("headers"u8, true);
            json.WriteBoolean("no_responders"u8, true);
            json.WriteBoolean("tls_required"u8, endpoint.WantsTls);
            json.WriteString("name"u8, name);
            if (endpoint.User != null) json.WriteString("user"u8, endpoint.User);
            if (endpoint.Password != null) json.WriteString("pass"u8, endpoint.Password);
            if (endpoint.Token != null) json.WriteString("auth_token"u8, endpoint.Token);
            if (key?.Jwt != null) json.WriteString("jwt"u8, key.Jwt);
            if (key is { Jwt: null }) json.WriteString("nkey"u8, key.PublicKey);
            if (key != null && info.Nonce != null) json.WriteString("sig"u8, key.Sign(info.Nonce));
            json.WriteEndObject();
        }

        output.Write("\r\n"u8);
    }

    /// <summary>A plain line.</summary>
    public static void Line(IBufferWriter<byte> output, string line)
    {
        Encoding.UTF8.GetBytes(line, output);
        output.Write("\r\n"u8);
    }

    /// <summary>Whether a message may be published on it: tokens without blanks and wildcards, none empty.</summary>
    public static bool IsSubject(ReadOnlySpan<char> subject)
        => subject.Length > 0 && !subject.ContainsAny(NeverInSubjects) && subject[0] != '.' && subject[^1] != '.' && !subject.Contains("..", StringComparison.Ordinal);

    /// <summary>Whether it may be subscribed to: <c>*</c> may stand for a token, <c>></c> for all behind it.</summary>
    public static bool IsPattern(string subject)
    {
        var tokens = subject.Split('.');
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] is "*" || (tokens[i] is ">" && i == tokens.Length - 1)) continue;
            if (!IsSubject(tokens[i])) return false;
        }

        return true;
    }

    /// <summary>A name as one token of a subject.</summary>
    public static string Token(string name) => name.Length == 0 ? "_" : string.Create(name.Length, name, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = text[i] is '.' or '*' or '>' || char.IsWhiteSpace(text[i]) || char.IsControl(text[i]) ? '_' : text[i];
    });

    private static int HeaderBytes(ReadOnlySpan<NatsHeader> headers)
    {
        if (headers.IsEmpty) return 0;
        var bytes = "NATS/1.0\r\n\r\n".Length;
        foreach (ref readonly var header in headers)
        {
            if (header.Name.Length == 0 || header.Name.AsSpan().ContainsAny('\r', '\n', ':') || header.Value.AsSpan().ContainsAny('\r', '\n'))
                throw new ArgumentException($"Header '{header.Name}' is empty or holds a line end or a colon.", nameof(headers));
            bytes += Encoding.UTF8.GetByteCount(header.Name) + Encoding.UTF8.GetByteCount(header.Value) + ": \r\n".Length;
        }

        return bytes;
    }

    private static int Put(Span<byte> to, int at, ReadOnlySpan<NatsHeader> headers)
    {
        at = Put(to, at, "NATS/1.0\r\n"u8);
        foreach (ref readonly var header in headers)
        {
            at += Encoding.UTF8.GetBytes(header.Name, to[at..]);
            at = Put(to, at, ": "u8);
            at += Encoding.UTF8.GetBytes(header.Value, to[at..]);
            at = Put(to, at, "\r\n"u8);
        }

        return Put(to, at, "\r\n"u8);
    }

    private static int Put(Span<byte> to, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(to[at..]);
        return at + bytes.Length;
    }

    private static int Put(Span<byte> to, int at, int number)
    {
        Utf8Formatter.TryFormat(number, to[at..], out var written);
        return at + written;
    }
}
