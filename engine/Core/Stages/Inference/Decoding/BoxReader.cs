using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Makes boxes in pixels of the input of the four numbers that a model gives.</summary>
/// <param name="Format">What they are.</param>
/// <param name="ScaleX">Pixels of the input a unit of x.</param>
/// <param name="ScaleY">Pixels of the input a unit of y.</param>
internal readonly record struct BoxReader(BoxFormat Format, float ScaleX, float ScaleY)
{
    /// <summary>What the card says, or else the family.</summary>
    /// <param name="model">The model.</param>
    /// <param name="format">The family's usual.</param>
    /// <param name="space">The family's usual.</param>
    public static BoxReader Of(ModelSignature model, BoxFormat format, BoxSpace space)
        => (model.Card.BoxSpace ?? space) == BoxSpace.Unit
            ? new(model.Card.BoxFormat ?? format, model.Width, model.Height)
            : new(model.Card.BoxFormat ?? format, 1, 1);

    /// <summary>A box.</summary>
    /// <param name="four">Its numbers.</param>
    public BoundingBox Read(ReadOnlySpan<float> four) => Read(four[0], four[1], four[2], four[3]);

    /// <summary>A box.</summary>
    public BoundingBox Read(float a, float b, float c, float d) => Format switch
    {
        BoxFormat.Xyxy => new(a * ScaleX, b * ScaleY, c * ScaleX, d * ScaleY),
        BoxFormat.Cxcywh => new((a - (c / 2)) * ScaleX, (b - (d / 2)) * ScaleY, (a + (c / 2)) * ScaleX, (b + (d / 2)) * ScaleY),
        BoxFormat.Yxyx => new(b * ScaleX, a * ScaleY, d * ScaleX, c * ScaleY),
        _ => new(a * ScaleX, b * ScaleY, (a + c) * ScaleX, (b + d) * ScaleY),
    };
}
