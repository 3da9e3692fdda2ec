namespace Sluice.Core.Scene.Export;

/// <summary>What to export for training a detector.</summary>
public sealed record SceneExportOptions
{
    /// <summary>Folder to write to; made if need be.</summary>
    public required string Folder { get; init; }

    /// <summary>First seed; every seed is one scene.</summary>
    public int FirstSeed { get; init; } = 1;

    /// <summary>Last seed, included.</summary>
    public int LastSeed { get; init; } = 100;

    /// <summary>Frames taken from each scene, spread over a minute.</summary>
    public int FramesPerScene { get; init; } = 40;

    /// <summary>Width of the exported pictures, in pixels.</summary>
    public int WidthPx { get; init; } = 384;

    /// <summary>Height of the exported pictures, in pixels.</summary>
    public int HeightPx { get; init; } = 224;

    /// <summary>Share of the scenes that go through H.264 and back, 0 to 1.</summary>
    public double CodecShare { get; init; } = 0.4;

    /// <summary>Share of scenes rendered at 640x360, 0 to 1; the others are 1280x720.</summary>
    public double SmallShare { get; init; } = 0.5;
}
