using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Sinks.Media;

/// <summary>Options of <c>use: mosaic</c>.</summary>
public sealed record MosaicOptions : OutputOptions
{
    /// <summary>Size of the picture, such as <c>1920x1080</c>.</summary>
    [Description("Size of the whole picture, both even.")]
    public string Size { get; init; } = "1920x1080";

    /// <summary>Pictures a second.</summary>
    [Description("Pictures a second, whatever the sources send."), Range(0.1, 60)]
    public double Fps { get; init; } = 5;

    /// <summary>Tiles in a row; null for as square a grid as there is.</summary>
    [Description("Tiles in a row; without it the grid that shows most of the pictures."), Range(1, 64)]
    public int? Columns { get; init; }

    /// <summary>Whether each tile says its source and state.</summary>
    [Description("Write the source and its state into each tile.")]
    public bool Labels { get; init; } = true;

    /// <inheritdoc/>
    internal override double? NominalFps => Fps;

    /// <summary>Reads a size.</summary>
    /// <param name="text">Such as <c>1920x1080</c>.</param>
    /// <returns>Columns and rows; null when it is no size of 64x64 to 7680x4320 with even numbers.</returns>
    internal static (int Width, int Height)? SizeOf(string text)
    {
        var parts = text.Split('x');
        if (parts.Length != 2 || !int.TryParse(parts[0], out var width) || !int.TryParse(parts[1], out var height)) return null;
        var isEven = width % 2 == 0 && height % 2 == 0;
        return isEven && width is >= 64 and <= 7680 && height is >= 64 and <= 4320 ? (width, height) : null;
    }
}
