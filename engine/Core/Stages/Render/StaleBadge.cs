using System.Globalization;
using Sluice.Abstractions;
using Sluice.Native.FFmpeg;
using ColorRange = Sluice.Abstractions.ColorRange;

namespace Sluice.Core.Stages.Render;

/// <summary>Marks a picture as the last one of a camera that is down: grey, with a line that says since when.</summary>
internal static class StaleBadge
{
    /// <summary>Characters that hold every text.</summary>
    public const int MaxLength = 64;

    private const int Veil = 88;
    private const int Plate = 208;

    /// <summary><c>no signal since 12:03:04Z</c>, with the date when that was not today.</summary>
    /// <param name="into">At least <see cref="MaxLength"/>.</param>
    /// <param name="since">When the last picture came.</param>
    /// <param name="now">The time now.</param>
    /// <returns>Characters written.</returns>
    public static int Text(Span<char> into, DateTimeOffset since, DateTimeOffset now)
    {
        var (from, today) = (since.UtcDateTime, now.UtcDateTime.Date);
        _ = from.Date == today
            ? into.TryWrite(CultureInfo.InvariantCulture, $"no signal since {from:HH:mm:ss}Z", out var length)
            : into.TryWrite(CultureInfo.InvariantCulture, $"no signal since {from:yyyy-MM-dd HH:mm:ss}Z", out length);
        return length;
    }

    /// <summary>Marks a whole picture.</summary>
    /// <param name="frame">Its own pixels, in a format that can be drawn on.</param>
    /// <param name="since">When the last picture came.</param>
    /// <param name="now">The time now.</param>
    public static void Draw(AvFrame frame, DateTimeOffset since, DateTimeOffset now)
    {
        Span<char> text = stackalloc char[MaxLength];
        var length = Text(text, since, now);
        var full = frame.Format.IsFullRangeByName || frame.ColorRange == Native.FFmpeg.ColorRange.Full;
        var palette = Palette.For(frame.ColorSpace == 1 ? ColorMatrix.Bt709 : ColorMatrix.Bt601, full ? ColorRange.Full : ColorRange.Limited);
        Draw(AvCanvas.Over(frame), new(0, 0, frame.Width, frame.Height), text[..length], palette);
    }

    /// <summary>Marks a part of a picture.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="area">The part.</param>
    /// <param name="text">What to say.</param>
    /// <param name="palette">The canvas's colours.</param>
    public static void Draw(in YuvCanvas canvas, PixelRect area, ReadOnlySpan<char> text, Palette palette)
    {
        canvas.Desaturate(area);
        canvas.Blend(area, palette.Black, Veil);
        var face = FaceFor(area, text);
        int padX = face.SizePx, padY = Math.Max(2, face.SizePx / 2);
        var plate = Centred(area, face.Measure(text) + (2 * padX), face.AscentPx + face.DescentPx + (2 * padY), canvas.Grid);
        canvas.Blend(plate, palette.Caption, Plate);
        canvas.Fill(plate with { X2 = Math.Min(plate.X2, plate.X1 + Math.Max(canvas.Grid, OverlayStyle.Snap(face.SizePx / 4, canvas.Grid))) }, palette.Alert);
        canvas.Write(text, plate.X1 + padX, plate.Y1 + padY + face.AscentPx, face, palette.White);
    }

    // A sixteenth of the shorter side reads well from afar; a long text in a narrow picture takes what fits.
    private static GlyphFace FaceFor(in PixelRect area, ReadOnlySpan<char> text)
    {
        var face = GlyphAtlas.Nearest(Math.Clamp(Math.Min(area.Width, area.Height) / 16.0, 10, 40));
        for (var i = GlyphAtlas.Faces.Count - 1; i >= 0 && face.Measure(text) + (2 * face.SizePx) > area.Width; i--)
            if (GlyphAtlas.Faces[i].SizePx < face.SizePx) face = GlyphAtlas.Faces[i];
        return face;
    }

    private static PixelRect Centred(in PixelRect area, int width, int height, int grid)
    {
        var x = (area.X1 + Math.Max(0, (area.Width - width) / 2)) / grid * grid;
        var y = (area.Y1 + Math.Max(0, (area.Height - height) / 2)) / grid * grid;
        return new(x, y, Math.Min(area.X2, x + OverlayStyle.Snap(width, grid)), Math.Min(area.Y2, y + OverlayStyle.Snap(height, grid)));
    }
}
