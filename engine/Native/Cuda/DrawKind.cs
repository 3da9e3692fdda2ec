namespace Sluice.Native.Cuda;

/// <summary>What a <see cref="DrawCommand"/> does.</summary>
public enum DrawKind
{
    /// <summary>Fills a rectangle.</summary>
    Fill,

    /// <summary>Lays a colour over a rectangle and lets what was there shine through.</summary>
    Blend,

    /// <summary>Lays a colour over a rectangle, each pixel as much as a mask says.</summary>
    Stamp,
}
