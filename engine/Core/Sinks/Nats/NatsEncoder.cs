using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Core.Sinks.Nats;

/// <summary>Writes what a client sends. Pure: values in, bytes out.</summary>
internal static class NatsEncoder
{
    private static readonly SearchValues<char> NeverInSubjects = SearchValues.Create(" \t\r\n*>");

    /// <summary>PUB or, with headers, HPUB: <c>HPUB subject #header #total</c>.</summary>
    /// <param name="subject">Dotted tokens; see <see cref="IsSubject"/>.</param>
    /// <param name="payload">The message.</param>
    /// <param name="headers">Names and values, each on one line; empty for none.</param>
    public static byte[] Publish(string subject, ReadOnlySpan<byte> payload, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        if (!IsSubject(subject)) throw new ArgumentException($"'{subject}' is no subject to publish on.", nameof(subject));
        var block = "";
        if (headers.Length > 0)
        {
            var text = new StringBuilder("NATS/1.0\r\n");
            foreach (var (name, value) in headers)
            {
                if (name.AsSpan().ContainsAny('\r', '\n', ':') || value.AsSpan().ContainsAny('\r', '\n'))
                    throw new ArgumentException($"Header '{name}' holds a line end or a colon.", nameof(headers));
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }

            block = text.Append("\r\n").ToString();
        }

        var head = Encoding.UTF8.GetByteCount(block);
        var line = head == 0
            ? string.Create(CultureInfo.InvariantCulture, $"PUB {subject} {payload.Length}\r\n")
            : string.Create(CultureInfo.InvariantCulture, $"HPUB {subject} {head} {head + payload.Length}\r\n{block}");
        var start = Encoding.UTF8.GetByteCount(line);
        var bytes = new byte[start + payload.Length + 2];
        Encoding.UTF8.GetBytes(line, bytes);
        payload.CopyTo(bytes.AsSpan(start));
        "\r\n"u8.CopyTo(bytes.AsSpan(start + payload.Length));
        return bytes;
    }

    /// <summary>CONNECT, with the credentials there are.</summary>
    public static void Connect(IBufferWriter<byte> output, NatsEndpoint endpoint, string name)
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
            json.WriteString("name"u8, name);
            if (endpoint.User != null) json.WriteString("user"u8, endpoint.User);
            if (endpoint.Password != null) json.WriteString("pass"u8, endpoint.Password);
            if (endpoint.Token != null) json.WriteString("auth_token"u8, endpoint.Token);
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
    public static bool IsSubject(string subject)
        => subject.Length > 0 && !subject.AsSpan().ContainsAny(NeverInSubjects) && !subject.Split('.').Contains("");

    /// <summary>A name as one token of a subject.</summary>
    public static string Token(string name) => name.Length == 0 ? "_" : string.Create(name.Length, name, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = text[i] is '.' or '*' or '>' || char.IsWhiteSpace(text[i]) || char.IsControl(text[i]) ? '_' : text[i];
    });
}
