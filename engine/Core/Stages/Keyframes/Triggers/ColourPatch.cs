using System.Runtime.InteropServices;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>
/// The colours of a part of a picture: chroma in 32 x 32 shades, brightness left out since it is the hour's and the shadow's. For one caller at
/// a time.
/// </summary>
internal sealed class ColourPatch
{
    /// <summary>Shades of blue difference, and of red difference.</summary>
    public const int Shades = 32;

    /// <summary>Colours told apart.</summary>
    public const int Colours = Shades * Shades;

    // Samples a side that are read at most; an object of fewer than the least is too small to say what it shows.
    private const int MostSamples = 24, LeastWidth = 7, LeastHeight = 5;

    // Of all samples read, and in number, what makes a colour shown.
    private const float LeastShare = 0.006f;
    private const int LeastCount = 2;
    private readonly ushort[] _counts = new ushort[Colours];

    // First all that were met; what was shown is moved to its beginning.
    private readonly short[] _shown = new short[Colours];
    private int _length;

    /// <summary>What was shown, each once.</summary>
    public ReadOnlySpan<short> Shown => _shown.AsSpan(0, _length);

    /// <summary>Whether there is colour in planes of a format that this reads.</summary>
    public static bool CanRead(PixelFormat format)
        => format is PixelFormat.Yuv420P or PixelFormat.Yuv422P or PixelFormat.Yuv444P or PixelFormat.Nv12 or PixelFormat.Yuv420P10;

    /// <summary>Reads a part of a picture.</summary>
    /// <param name="frame">Borrowed; says how the picture is displayed.</param>
    /// <param name="picture">Its picture, in the host's memory, of a format that can be read.</param>
    /// <param name="box">The part, in pixels as displayed; what lies outside is left out.</param>
    /// <returns>False where it is too small.</returns>
    public bool Read(Frame frame, Picture picture, in BoundingBox box)
    {
        _length = 0;
        float wide = Math.Max(1, frame.DisplayWidth), high = Math.Max(1, frame.DisplayHeight);
        var (left, top) = CodedPlace.Of(box.X1 / wide, box.Y1 / high, frame.Rotation);
        var (right, bottom) = CodedPlace.Of(box.X2 / wide, box.Y2 / high, frame.Rotation);
        int width = picture.Format == PixelFormat.Yuv444P ? picture.Width : picture.Width / 2;
        int height = picture.Format is PixelFormat.Yuv444P or PixelFormat.Yuv422P ? picture.Height : picture.Height / 2;
        int x1 = Sample(Math.Min(left, right), width), x2 = Sample(Math.Max(left, right), width);
        int y1 = Sample(Math.Min(top, bottom), height), y2 = Sample(Math.Max(top, bottom), height);
        if (x2 - x1 < LeastWidth || y2 - y1 < LeastHeight) return false;
        int across = Math.Max(1, (x2 - x1) / MostSamples), down = Math.Max(1, (y2 - y1) / MostSamples);
        var read = 0;
        for (var y = y1; y < y2; y += down)
        {
            var blue = Row(picture, 1, y);
            var red = Row(picture, picture.Format == PixelFormat.Nv12 ? 1 : 2, y);
            switch (picture.Format)
            {
                case PixelFormat.Nv12:
                    for (var x = x1; x < x2; x += across, read++) Count(blue[2 * x], red[(2 * x) + 1]);
                    break;
                case PixelFormat.Yuv420P10:
                    var blue10 = MemoryMarshal.Cast<byte, ushort>(blue);
                    var red10 = MemoryMarshal.Cast<byte, ushort>(red);
                    for (var x = x1; x < x2; x += across, read++) Count((blue10[x] >> 2) & byte.MaxValue, (red10[x] >> 2) & byte.MaxValue);
                    break;
                default:
                    for (var x = x1; x < x2; x += across, read++) Count(blue[x], red[x]);
                    break;
            }
        }

        var (least, met) = (Math.Max(LeastCount, LeastShare * read), _length);
        _length = 0;
        for (var i = 0; i < met; i++)
        {
            var colour = _shown[i];
            if (_counts[colour] >= least) _shown[_length++] = colour;
            _counts[colour] = 0;
        }

        return true;
    }

    private static int Sample(float share, int samples) => Math.Clamp((int)MathF.Round(share * samples), 0, samples);

    private static ReadOnlySpan<byte> Row(Picture picture, int plane, int y) => picture.Plane(plane)[(y * picture.StrideBytes(plane))..];

    private void Count(int blue, int red)
    {
        var colour = ((blue >> 3) * Shades) + (red >> 3);
        if (_counts[colour]++ == 0) _shown[_length++] = (short)colour;
    }
}
