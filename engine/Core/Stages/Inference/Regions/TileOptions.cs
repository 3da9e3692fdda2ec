using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Stages.Inference.Regions;

/// <summary>How a frame is cut into overlapping tiles, so that small objects fill more of the model's input.</summary>
public sealed record TileOptions
{
    /// <summary>Tiles side by side.</summary>
    [Description("Tiles side by side."), Range(1, 16)]
    public int Columns { get; init; } = 2;

    /// <summary>Tiles one above the other.</summary>
    [Description("Tiles one above the other."), Range(1, 16)]
    public int Rows { get; init; } = 2;

    /// <summary>How much of a tile its neighbour shows too.</summary>
    [Description("How much of a tile its neighbour shows too, so that an object on the seam is whole in one of them."), Range(0.0, 0.9)]
    public double Overlap { get; init; } = 0.2;

    /// <summary>Whether the model sees the whole as well.</summary>
    [Description("Whether the model sees the whole as well, for objects larger than a tile.")]
    public bool Whole { get; init; } = true;
}
