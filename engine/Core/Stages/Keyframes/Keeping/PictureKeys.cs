using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Keys of pictures.</summary>
internal static class PictureKeys
{
    /// <summary>The key of a frame's picture.</summary>
    /// <param name="info">The frame.</param>
    /// <param name="isLive">Whether its source is: a recording's frames come again with other ids, and must not be kept twice.</param>
    public static CandidatePicture Of(FrameInfo info, bool isLive)
        => new($"{Folder(info.Source)}/{(isLive ? info.Id : Named(info)):D}");

    /// <summary>A source's folder: its id, which may not hide a folder or lead out of one.</summary>
    public static string Folder(string source) => source.StartsWith('.') ? "_" + source : source;

    private static Guid Named(FrameInfo info)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{info.Source}\n{info.Session}\n{info.Pts}\n{info.Index}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        // A version 8 UUID, the one whose content is everybody's own: RFC 9562, 5.8.
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
