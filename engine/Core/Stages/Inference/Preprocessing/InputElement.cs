#pragma warning disable CA1720 // the names are those of the types on purpose

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>The element type of a model's input.</summary>
public enum InputElement
{
    /// <summary><see cref="float"/>.</summary>
    Float32,

    /// <summary><see cref="Half"/>.</summary>
    Float16,

    /// <summary><see cref="byte"/>: normalised values are rounded to the nearest and clamped to 0..255.</summary>
    UInt8,
}
