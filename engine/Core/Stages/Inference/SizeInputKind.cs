namespace Sluice.Core.Stages.Inference;

/// <summary>What the two numbers of a <see cref="SizeInput"/> are.</summary>
internal enum SizeInputKind
{
    /// <summary>Width, height.</summary>
    WidthHeight,

    /// <summary>Height, width.</summary>
    HeightWidth,

    /// <summary>Factors of 1: the picture is not scaled back by the model.</summary>
    Ones,
}
