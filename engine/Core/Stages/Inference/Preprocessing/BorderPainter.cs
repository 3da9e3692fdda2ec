using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Paints the part of an image that no frame covers.</summary>
/// <param name="layout">The model's input.</param>
internal sealed class BorderPainter(InputLayout layout)
{
    private readonly float[] _values = [.. Enumerable.Range(0, layout.Channels).Select(channel => (layout.Pad * layout.Multiply[channel]) + layout.Add[channel])];

    /// <summary>Paints it.</summary>
    /// <param name="place">What the frame covers.</param>
    /// <param name="target">The image.</param>
    public void Paint(in Placement place, Span<byte> target)
    {
        if (place.Width == layout.Width && place.Height == layout.Height) return;
        switch (layout.Element)
        {
            case InputElement.Float32:
                Paint(place, MemoryMarshal.Cast<byte, float>(target), static value => value);
                break;
            case InputElement.Float16:
                Paint(place, MemoryMarshal.Cast<byte, Half>(target), static value => (Half)value);
                break;
            default:
                Paint(place, target, FloatNarrower.ToByte);
                break;
        }
    }

    private void Paint<T>(in Placement place, Span<T> target, Func<float, T> element)
    {
        var planar = layout.Order == InputOrder.Nchw || layout.Channels == 1;
        var (planes, step) = planar ? (layout.Channels, 1) : (1, layout.Channels);
        var (size, line) = (layout.Width * layout.Height * step, layout.Width * step);
        for (var plane = 0; plane < planes; plane++)
        {
            for (var channel = 0; channel < step; channel++)
            {
                var value = element(_values[plane + channel]);
                var image = target.Slice(plane * size, size);
                Fill(image[..(place.Top * line)], value, channel, step);
                Fill(image[((place.Top + place.Height) * line)..], value, channel, step);
                if (place.Width == layout.Width) continue;
                for (var y = place.Top; y < place.Top + place.Height; y++)
                {
                    var row = image.Slice(y * line, line);
                    Fill(row[..(place.Left * step)], value, channel, step);
                    Fill(row[((place.Left + place.Width) * step)..], value, channel, step);
                }
            }
        }
    }

    private static void Fill<T>(Span<T> elements, T value, int channel, int step)
    {
        if (step == 1) elements.Fill(value);
        else for (var i = channel; i < elements.Length; i += step) elements[i] = value;
    }
}
