using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>A fraction, as FFmpeg states time bases and frame rates; laid out as <c>AVRational</c>.</summary>
/// <param name="Num">Numerator.</param>
/// <param name="Den">Denominator; 0 means unknown.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AvRational(int Num, int Den)
{
    /// <summary>False for FFmpeg's "unknown", <c>0/0</c> and the like.</summary>
    public bool IsKnown => Num > 0 && Den > 0;

    /// <summary>The value; 0 when unknown.</summary>
    public double Value => Den == 0 ? 0 : (double)Num / Den;

    /// <summary>The time of <paramref name="units"/> of this time base.</summary>
    public TimeSpan ToTime(long units) =>
        Den == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)((Int128)units * Num * TimeSpan.TicksPerSecond / Den));

    /// <summary><paramref name="units"/> of this time base in units of another, rounded to the nearest.</summary>
    public long Rescale(long units, AvRational to)
    {
        var numerator = (Int128)units * Num * to.Den;
        var denominator = (Int128)Den * to.Num;
        if (denominator == 0) throw new InvalidOperationException($"Cannot convert from time base {this} to {to}.");
        var half = numerator < 0 ? -denominator / 2 : denominator / 2;
        return (long)((numerator + half) / denominator);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Num}/{Den}";
}
