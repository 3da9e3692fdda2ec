namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>RFC 4648 base 32 without padding, as NATS keys are written.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Reads text.</summary>
    /// <returns>Null when it is none.</returns>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        int bits = 0, held = 0, at = 0;
        foreach (var letter in text)
        {
            var value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0) return null;
            bits = (bits << 5) | value;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            bytes[at++] = (byte)(bits >> held);
            bits &= (1 << held) - 1;
        }

        // Bits left over stand for nothing and are zero, so that there is one way to write a key.
        return bits == 0 ? bytes : null;
    }

    /// <summary>Writes bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + 4) / 5];
        int bits = 0, held = 0, at = 0;
        foreach (var value in bytes)
        {
            bits = (bits << 8) | value;
            for (held += 8; held >= 5; bits &= (1 << held) - 1) text[at++] = Alphabet[bits >> (held -= 5)];
        }

        if (held > 0) text[at] = Alphabet[bits << (5 - held)];
        return new(text);
    }
}
