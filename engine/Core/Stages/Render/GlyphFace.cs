namespace Sluice.Core.Stages.Render;

/// <summary>The characters of Latin-1 rasterized at one size.</summary>
internal sealed class GlyphFace
{
    private readonly byte[] _atlas;
    private readonly Glyph[] _glyphs;

    /// <summary>A face over an atlas.</summary>
    /// <param name="sizePx">Its size in pixels to the em.</param>
    /// <param name="ascentPx">Rows of a tall letter above the baseline.</param>
    /// <param name="descentPx">Rows below it.</param>
    /// <param name="atlas">Holds the bitmaps.</param>
    /// <param name="glyphs">256, by character.</param>
    public GlyphFace(int sizePx, int ascentPx, int descentPx, byte[] atlas, Glyph[] glyphs)
        => (SizePx, AscentPx, DescentPx, _atlas, _glyphs) = (sizePx, ascentPx, descentPx, atlas, glyphs);

    /// <summary>Pixels to the em.</summary>
    public int SizePx { get; }

    /// <summary>Rows of a tall letter above the baseline.</summary>
    public int AscentPx { get; }

    /// <summary>Rows of a letter below the baseline.</summary>
    public int DescentPx { get; }

    /// <summary>The bitmap's place; a question mark's for characters outside of Latin-1.</summary>
    /// <param name="character">The character.</param>
    public ref readonly Glyph this[char character] => ref _glyphs[character < _glyphs.Length ? character : '?'];

    /// <summary>A bitmap: rows of alpha without padding.</summary>
    /// <param name="glyph">Of this face.</param>
    public ReadOnlySpan<byte> Alpha(in Glyph glyph) => _atlas.AsSpan(glyph.Offset, glyph.Width * glyph.Height);

    /// <summary>Columns a text takes.</summary>
    /// <param name="text">One line.</param>
    public int Measure(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var character in text) width += this[character].Advance;
        return width;
    }
}
