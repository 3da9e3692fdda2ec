namespace Sluice.Core.Scene.Geometry;

/// <summary>A small seeded generator (PCG XSH-RR): the same numbers on every machine and runtime.</summary>
internal sealed class Pcg32
{
    private readonly ulong _step;
    private ulong _state;

    public Pcg32(ulong seed, ulong stream)
    {
        _step = (stream << 1) | 1;
        _state = seed + _step;
        Next();
        _state += seed;
        Next();
    }

    public uint Next()
    {
        var old = _state;
        _state = old * 6364136223846793005UL + _step;
        var mixed = (uint)(((old >> 18) ^ old) >> 27);
        return uint.RotateRight(mixed, (int)(old >> 59));
    }

    /// <summary>0 up to but not including 1.</summary>
    public double Unit() => Next() * (1.0 / 4294967296.0);

    public double Range(double low, double high) => low + (high - low) * Unit();

    /// <summary>0 up to but not including <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(((ulong)Next() * (ulong)count) >> 32);

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Roughly normal with mean 0 and deviation 1: the sum of twelve uniforms.</summary>
    public double Normal()
    {
        double sum = -6;
        for (var i = 0; i < 12; i++) sum += Unit();
        return sum;
    }

    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];
}
