namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Turns taken words of Y, U and V into red, green and blue, clamped, in <see cref="YuvFactors.Unit"/> a level.</summary>
/// <typeparam name="TSelf">The converter.</typeparam>
/// <typeparam name="TWords">A vector of <see cref="ushort"/>.</typeparam>
/// <typeparam name="TFactors">The matrix.</typeparam>
internal interface IColorConverter<TSelf, TWords, TFactors>
{
    /// <summary>A converter by a matrix.</summary>
    static abstract TSelf Of(in TFactors factors);

    /// <summary>Converts a vector.</summary>
    void Convert(TWords y, TWords u, TWords v, out TWords red, out TWords green, out TWords blue);
}
