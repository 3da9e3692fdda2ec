using System.Runtime.CompilerServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// 8 bits, each product rounded down to a level: what FFmpeg's scaler does with subsampled YUV unless told otherwise, to the bit. It darkens
/// by about one level, and many detectors were trained and measured on pictures so darkened.
/// </summary>
/// <typeparam name="TLanes">The vectors' operations.</typeparam>
/// <typeparam name="TWords">The vectors.</typeparam>
/// <param name="by">The matrix.</param>
internal readonly struct ScalerConverter<TLanes, TWords>(in ScalerFactors by) 
    : IColorConverter<ScalerConverter<TLanes, TWords>, TWords, ScalerFactors>
    where TLanes : struct, ILanes<TWords>
    where TWords : struct
{
    // A word is 257 times its sample: times this, the upper half is exactly 8 times the sample.
    private const ushort Eight = 2041;

    // Keeps sums of products above zero until they are clamped.
    private const ushort Lift = 1024;

    private readonly TWords _eight = TLanes.Create(Eight);
    private readonly TWords _lift = TLanes.Create(Lift);
    private readonly TWords _most = TLanes.Create(255);
    private readonly TWords _black = TLanes.Create((ushort)(8 * by.Black));
    private readonly TWords _middle = TLanes.Create(8 * 128);
    private readonly TWords _luma = TLanes.Create((ushort)by.Luma);
    private readonly TWords _redV = TLanes.Create((ushort)by.RedV);
    private readonly TWords _greenU = TLanes.Create((ushort)by.GreenU);
    private readonly TWords _greenV = TLanes.Create((ushort)by.GreenV);
    private readonly TWords _blueU = TLanes.Create((ushort)by.BlueU);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalerConverter<TLanes, TWords> Of(in ScalerFactors factors) => new(factors);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Convert(TWords y, TWords u, TWords v, out TWords red, out TWords green, out TWords blue)
    {
        y = TLanes.Subtract(TLanes.MultiplyHigh(y, _eight), _black);
        u = TLanes.Subtract(TLanes.MultiplyHigh(u, _eight), _middle);
        v = TLanes.Subtract(TLanes.MultiplyHigh(v, _eight), _middle);
        var luma = TLanes.Add(TLanes.MultiplyHighSigned(y, _luma), _lift);
        red = Level(TLanes.Add(luma, TLanes.MultiplyHighSigned(v, _redV)));
        green = Level(TLanes.Add(luma, TLanes.Add(TLanes.MultiplyHighSigned(u, _greenU), TLanes.MultiplyHighSigned(v, _greenV))));
        blue = Level(TLanes.Add(luma, TLanes.MultiplyHighSigned(u, _blueU)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TWords Level(TWords lifted) => TLanes.Times64(TLanes.Min(TLanes.SubtractToZero(lifted, _lift), _most));
}
