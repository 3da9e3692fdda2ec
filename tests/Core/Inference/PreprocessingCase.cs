using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Tests.Inference;

/// <summary>A picture and what is asked of it, drawn by chance: the same for the same seed.</summary>
internal sealed class PreprocessingCase
{
    private PreprocessingCase(Picture picture, int rotation, PictureArea? area, InputLayout layout)
        => (Picture, Rotation, Area, Layout) = (picture, rotation, area, layout);

    public Picture Picture { get; }

    public int Rotation { get; }

    public PictureArea? Area { get; }

    public InputLayout Layout { get; }

    public static PreprocessingCase Draw(int seed, InputRounding rounding)
    {
        var random = new Random(seed);
        T One<T>(params ReadOnlySpan<T> of) => of[random.Next(of.Length)];
        T Any<T>() where T : struct, Enum => One(Enum.GetValues<T>());

        // Small pictures are shorter than any vector; wide ones reach over many windows.
        int Size() => One(random.Next(1, 9), random.Next(1, 80), random.Next(60, 200));
        var (width, height) = (random.Next(12) == 0 ? random.Next(300, 1500) : Size(), Size());
        var format = One(Enum.GetValues<PixelFormat>().Where(format => format != PixelFormat.Other).ToArray());
        var picture = new PaddedPicture(random, width, height, format, Any<ColorRange>(), Any<ColorMatrix>(), One(0, 1, 13, 64));
        var rotation = One(0, 0, 90, 180, 270);
        var (shownWidth, shownHeight) = rotation is 90 or 270 ? (height, width) : (width, height);
        PictureArea? area = null;
        if (random.Next(2) == 0)
        {
            var (columns, rows) = (random.Next(1, shownWidth + 1), random.Next(1, shownHeight + 1));
            area = new(random.Next(shownWidth - columns + 1), random.Next(shownHeight - rows + 1), columns, rows);
        }

        var (factor, summand) = One((1f, 0f), (1 / 255f, 0f), (1 / 127.5f, -1f), (0.5f, 10f));
        return new(picture, rotation, area, new()
        {
            Width = random.Next(1, 100),
            Height = random.Next(1, 70),
            Channels = One(1, 3, 3),
            Element = Any<InputElement>(),
            Order = Any<InputOrder>(),
            Rounding = rounding,
            Letterbox = Any<Letterbox>(),
            Color = Any<ChannelOrder>(),
            Pad = random.Next(256),
            Multiply = [factor, factor * 0.75f, factor],
            Add = [summand, summand, summand + 0.25f],
        });
    }

    /// <summary>Everything the pre-processor was given, to find the case again.</summary>
    public override string ToString()
        => $"{Picture.Format} {Picture.Width}x{Picture.Height} {Picture.Range} {Picture.Matrix} stride {Picture.StrideBytes(0)}, {Rotation} degrees, "
        + $"{Area?.ToString() ?? "whole"}, {Layout.Width}x{Layout.Height}x{Layout.Channels} {Layout.Element} {Layout.Order} {Layout.Rounding} {Layout.Letterbox} "
        + $"{Layout.Color} pad {Layout.Pad} times {Layout.Multiply[0]} plus {Layout.Add[0]}";

    /// <summary>One image, its elements as doubles.</summary>
    public double[] Write(RowEngine? engine)
    {
        ResamplePlan? bordered = null;
        return Write(new FramePreprocessor(Layout, engine), ref bordered, new byte[Layout.SizeBytes]);
    }

    /// <summary>One image by a pre-processor that may have written others.</summary>
    public double[] Write(FramePreprocessor preprocessor, ref ResamplePlan? bordered, byte[] target)
    {
        preprocessor.Write(Picture, Rotation, Area, target, ref bordered);
        return Layout.Element switch
        {
            InputElement.Float32 => [.. MemoryMarshal.Cast<byte, float>(target).ToArray().Select(value => (double)value)],
            InputElement.Float16 => [.. MemoryMarshal.Cast<byte, Half>(target).ToArray().Select(value => (double)value)],
            _ => [.. target.Select(value => (double)value)],
        };
    }

    /// <summary>
    /// The farthest that any element lies below and above the reference, in levels of 0..255 of the sample before it was normalised.
    /// </summary>
    public (double Below, double Above) Errors(double[] written)
    {
        var expected = ReferenceResize.Of(Picture, Rotation, Area, Layout);
        var (below, above) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var channel = ReferenceResize.ChannelOf(Layout, i);
            var value = (expected[i] * Layout.Multiply[channel]) + Layout.Add[channel];
            // What the element type itself cannot hold is no error of ours: half a step of a byte or of a half's fraction.
            if (Layout.Element == InputElement.UInt8) value = Math.Clamp(value, 0, 255);
            var own = Layout.Element switch
            {
                InputElement.UInt8 => 0.5,
                InputElement.Float16 => Math.Max(Math.Abs(value), 1 / 16384.0) / 2048,
                _ => 1e-6,
            };
            below = Math.Max(below, (value - written[i] - own) / Layout.Multiply[channel]);
            above = Math.Max(above, (written[i] - value - own) / Layout.Multiply[channel]);
        }

        return (below, above);
    }
}
