using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.Painting;

/// <summary>
/// Sensor noise made once, stored with 128 as zero. Each row of each frame reads it from its own random place, which looks
/// fresh at the cost of an addition.
/// </summary>
internal sealed class NoiseTile
{
    private const int Length = 1 << 17;
    private readonly byte[] _bytes;
    private readonly int _mask;

    public NoiseTile(double deviation, int width, Pcg32 lot)
    {
        _mask = Length - 1;
        _bytes = new byte[Length + width + 64];
        for (var i = 0; i < Length; i++)
            _bytes[i] = (byte)Math.Clamp(128 + Math.Round(lot.Normal() * deviation), 0, 255);
        for (var i = Length; i < _bytes.Length; i++) _bytes[i] = _bytes[i - Length];
    }

    /// <summary>Noise for one row of one frame.</summary>
    public ReadOnlySpan<byte> Row(uint frame, int row, uint plane, int width) =>
        _bytes.AsSpan((int)(SceneMath.Hash(frame, (uint)row, plane) & (uint)_mask), width + 32);
}
