using System.Buffers.Binary;
using System.Buffers.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>An Ed25519 key pair as NATS writes it: a seed that begins with <c>S</c> and the kind of its owner.</summary>
/// <remarks>https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth</remarks>
internal sealed class NKey
{
    private const int SeedPrefix = 18 << 3;
    private const int SeedBytes = 32;
    private readonly Ed25519PrivateKeyParameters _key;

    private NKey(byte kind, byte[] seed)
    {
        _key = new(seed);
        Span<byte> bytes = stackalloc byte[1 + SeedBytes + 2];
        bytes[0] = kind;
        _key.GeneratePublicKey().GetEncoded().CopyTo(bytes[1..]);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[^2..], Crc(bytes[..^2]));
        PublicKey = Base32.Encode(bytes);
    }

    /// <summary>What a server knows it by; <c>U...</c> for users.</summary>
    public string PublicKey { get; }

    /// <summary>Reads a seed.</summary>
    /// <param name="text"><c>SU...</c> for users.</param>
    /// <returns>Null when it is none; the text is never told.</returns>
    public static NKey? Read(string text)
    {
        if (Base32.Decode(text) is not { Length: 2 + SeedBytes + 2 } bytes) return null;
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 + SeedBytes)) != Crc(bytes.AsSpan(0, 2 + SeedBytes))) return null;
        // The kind's five bits are spread over two bytes, so that a seed's second letter tells it.
        if ((bytes[0] & 0xF8) != SeedPrefix) return null;
        return new((byte)(((bytes[0] & 7) << 5) | ((bytes[1] & 0xF8) >> 3)), bytes[2..^2]);
    }

    /// <summary>A new pair's seed.</summary>
    /// <param name="kind">The letter its public key begins with: O, A or U.</param>
    /// <param name="random">32 bytes.</param>
    public static string Seed(char kind, ReadOnlySpan<byte> random)
    {
        var prefix = (kind - 'A') << 3;
        Span<byte> bytes = stackalloc byte[2 + SeedBytes + 2];
        bytes[0] = (byte)(SeedPrefix | (prefix >> 5));
        bytes[1] = (byte)((prefix & 31) << 3);
        random.CopyTo(bytes[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[^2..], Crc(bytes[..^2]));
        return Base32.Encode(bytes);
    }

    /// <summary>Signs bytes.</summary>
    /// <returns>Base 64 for URLs, without padding.</returns>
    public string Sign(ReadOnlySpan<byte> bytes)
    {
        var signer = new Ed25519Signer();
        signer.Init(true, _key);
        signer.BlockUpdate(bytes);
        return Base64Url.EncodeToString(signer.GenerateSignature());
    }

    // CRC-16/XMODEM.
    private static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value << 8;
            for (var i = 0; i < 8; i++) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            crc &= 0xFFFF;
        }

        return (ushort)crc;
    }
}
