using System.Runtime.CompilerServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>By the standard's matrix, to 1/32 of a level.</summary>
/// <typeparam name="TDepth">The samples' depth.</typeparam>
/// <typeparam name="TLanes">The vectors' operations.</typeparam>
/// <typeparam name="TWords">The vectors.</typeparam>
/// <param name="by">The matrix.</param>
internal readonly struct ExactConverter<TDepth, TLanes, TWords>(in YuvFactors by) 
    : IColorConverter<ExactConverter<TDepth, TLanes, TWords>, TWords, YuvFactors>
    where TDepth : struct, ISampleDepth
    where TLanes : struct, ILanes<TWords>
    where TWords : struct
{
    private readonly TWords _luma = TLanes.Create(by.Luma);
    private readonly TWords _redV = TLanes.Create(by.RedV);
    private readonly TWords _greenU = TLanes.Create(by.GreenU);
    private readonly TWords _greenV = TLanes.Create(by.GreenV);
    private readonly TWords _blueU = TLanes.Create(by.BlueU);
    private readonly TWords _redOffset = TLanes.Create(by.RedOffset);
    private readonly TWords _greenOffset = TLanes.Create(by.GreenOffset);
    private readonly TWords _blueOffset = TLanes.Create(by.BlueOffset);
    private readonly TWords _most = TLanes.Create(YuvFactors.Highest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactConverter<TDepth, TLanes, TWords> Of(in YuvFactors factors) => new(factors);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Convert(TWords y, TWords u, TWords v, out TWords red, out TWords green, out TWords blue)
    {
        var luma = TLanes.MultiplyHigh(TDepth.Of<TLanes, TWords>(y), _luma);
        u = TDepth.Of<TLanes, TWords>(u);
        v = TDepth.Of<TLanes, TWords>(v);
        red = Less(TLanes.Add(luma, TLanes.MultiplyHigh(v, _redV)), _redOffset);
        green = Less(TLanes.Add(luma, _greenOffset), TLanes.Add(TLanes.MultiplyHigh(u, _greenU), TLanes.MultiplyHigh(v, _greenV)));
        blue = Less(TLanes.Add(luma, TLanes.MultiplyHigh(u, _blueU)), _blueOffset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TWords Less(TWords sum, TWords less) => TLanes.Min(TLanes.SubtractToZero(sum, less), _most);
}
