using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>What one image of a model's input looks like, row by row.</summary>
internal sealed record InputLayout
{
    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>3 for colour, 1 for grey: luma of YUV, and 0.299 R + 0.587 G + 0.114 B of packed colours.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>The type of an element.</summary>
    public InputElement Element { get; init; } = InputElement.Float32;

    /// <summary>How the channels lie.</summary>
    public InputOrder Order { get; init; } = InputOrder.Nchw;

    /// <summary>Where it is rounded to 8 bits on the way.</summary>
    public InputRounding Rounding { get; init; } = InputRounding.Levels;

    /// <summary>How a frame is fitted in.</summary>
    public Letterbox Letterbox { get; init; } = Letterbox.Center;

    /// <summary>Which colour channel 0 holds.</summary>
    public ChannelOrder Color { get; init; } = ChannelOrder.Rgb;

    /// <summary>Sample value of the border, 0..255.</summary>
    public int Pad { get; init; } = 114;

    /// <summary>Factor of each channel on 0..255 samples; a grey input uses the first.</summary>
    public ImmutableArray<float> Multiply { get; init; } = [1, 1, 1];

    /// <summary>Added to each channel after the factor; a grey input uses the first.</summary>
    public ImmutableArray<float> Add { get; init; } = [0, 0, 0];

    /// <summary>Elements of one image.</summary>
    public int Length => Channels * Width * Height;

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Element switch { InputElement.Float32 => sizeof(float), InputElement.Float16 => sizeof(ushort), _ => 1 };

    /// <summary>Bytes of one image.</summary>
    public int SizeBytes => Length * ElementBytes;

    /// <summary>Folds a card's scale, mean and deviation into one multiplication and one addition a channel.</summary>
    /// <param name="card">A card that <see cref="ModelCardChecks"/> found no fault in.</param>
    /// <param name="width">Columns of the model's input.</param>
    /// <param name="height">Rows of the model's input.</param>
    public static InputLayout Of(ModelCard card, int width, int height)
    {
        var multiply = new float[3];
        var add = new float[3];
        for (var channel = 0; channel < 3; channel++)
        {
            var mean = card.Mean.Count == 0 ? 0 : card.Mean[channel];
            var deviation = card.Std.Count == 0 ? 1 : card.Std[channel];
            multiply[channel] = (float)(card.Scale / deviation);
            add[channel] = (float)(-mean / deviation);
        }

        return new()
        {
            Width = width,
            Height = height,
            Letterbox = card.Letterbox,
            Color = card.Color,
            Pad = card.Pad,
            Rounding = card.Rounding,
            Multiply = [.. multiply],
            Add = [.. add],
        };
    }
}
