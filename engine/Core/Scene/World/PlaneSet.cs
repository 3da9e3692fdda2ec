namespace Sluice.Core.Scene.World;

/// <summary>Three planes of 4:2:0 without padding.</summary>
internal sealed class PlaneSet(int width, int height)
{
    public byte[] Y { get; } = new byte[width * height];

    public byte[] U { get; } = new byte[width / 2 * (height / 2)];

    public byte[] V { get; } = new byte[width / 2 * (height / 2)];
}
