using System.IO.Compression;

namespace Sluice.Core.Stages.Render;

/// <summary>The embedded font: some sizes of one face, made by <c>Atlas/make-atlas.c</c>, whose head describes the form.</summary>
internal static class GlyphAtlas
{
    private const string Resource = "labels.atlas.gz";

    private static readonly byte[] Unpacked = Unpack();

    /// <summary>All of it; <see cref="Glyph.Offset"/> counts from its first byte.</summary>
    public static ReadOnlyMemory<byte> Bytes => Unpacked;

    /// <summary>The sizes there are, ascending.</summary>
    public static IReadOnlyList<GlyphFace> Faces { get; } = Load(Unpacked);

    /// <summary>The face nearest to a size.</summary>
    /// <param name="sizePx">Wanted pixels to the em.</param>
    public static GlyphFace Nearest(double sizePx)
    {
        var best = Faces[0];
        for (var i = 1; i < Faces.Count; i++)
            if (Math.Abs(Faces[i].SizePx - sizePx) < Math.Abs(best.SizePx - sizePx)) best = Faces[i];
        return best;
    }

    private static byte[] Unpack()
    {
        using var packed = typeof(GlyphAtlas).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"The resource '{Resource}' is missing from the assembly.");
        using var unpack = new GZipStream(packed, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        unpack.CopyTo(memory);
        var atlas = memory.ToArray();
        if (!atlas.AsSpan().StartsWith("SLGA"u8)) throw new InvalidDataException($"The resource '{Resource}' is no glyph atlas.");
        return atlas;
    }

    private static GlyphFace[] Load(byte[] atlas)
    {
        var at = 4;
        var faces = new GlyphFace[atlas[at++]];
        for (var i = 0; i < faces.Length; i++)
        {
            int size = atlas[at], ascent = atlas[at + 1], descent = atlas[at + 2];
            at += 3;
            var glyphs = new Glyph[256];
            for (var c = 0; c < glyphs.Length; c++)
            {
                int width = atlas[at + 3], height = atlas[at + 4];
                glyphs[c] = new(at + 5, width, height, (sbyte)atlas[at + 1], (sbyte)atlas[at + 2], atlas[at]);
                at += 5 + (width * height);
            }

            faces[i] = new(size, ascent, descent, atlas, glyphs);
        }

        return faces;
    }
}
