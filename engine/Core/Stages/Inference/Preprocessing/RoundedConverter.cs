using System.Runtime.CompilerServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// Exact, then rounded to the nearest level: what FFmpeg's scaler makes of YUV that is not subsampled 8-bit, and JPEG decoders of theirs.
/// </summary>
/// <typeparam name="TDepth">The samples' depth.</typeparam>
/// <typeparam name="TLanes">The vectors' operations.</typeparam>
/// <typeparam name="TWords">The vectors.</typeparam>
/// <param name="by">The matrix.</param>
internal readonly struct RoundedConverter<TDepth, TLanes, TWords>(in YuvFactors by)
    : IColorConverter<RoundedConverter<TDepth, TLanes, TWords>, TWords, YuvFactors>
    where TDepth : struct, ISampleDepth
    where TLanes : struct, ILanes<TWords>
    where TWords : struct
{
    private readonly ExactConverter<TDepth, TLanes, TWords> _exact = new(by);
    private readonly TWords _half = TLanes.Create(YuvFactors.Unit / 2);
    private readonly TWords _whole = TLanes.Create(unchecked((ushort)-YuvFactors.Unit));
    private readonly TWords _greenLoss = TLanes.Create(TDepth.GreenLoss);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RoundedConverter<TDepth, TLanes, TWords> Of(in YuvFactors factors) => new(factors);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Convert(TWords y, TWords u, TWords v, out TWords red, out TWords green, out TWords blue)
    {
        _exact.Convert(y, u, v, out red, out green, out blue);
        red = Round(red);
        green = TLanes.SubtractToZero(Round(green), _greenLoss);
        blue = Round(blue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TWords Round(TWords level) => TLanes.And(TLanes.Add(level, _half), _whole);
}
