namespace Sluice.Native.Ort;

/// <summary>Reads types and shapes out of native objects, into memory of the caller.</summary>
internal static unsafe class OrtShape
{
    /// <summary>More dimensions than any operator's tensor has in practice.</summary>
    internal const int MaxRank = 16;

    /// <summary>Type and lengths of a value.</summary>
    /// <param name="value">An OrtValue that is a tensor.</param>
    /// <param name="lengths">Room for <see cref="MaxRank"/> lengths; cut to the rank.</param>
    /// <returns>Type of the elements.</returns>
    internal static OrtElementType Read(nint value, ref Span<long> lengths)
    {
        nint info;
        OrtStatus.Check(OrtLibrary.Api->GetTensorTypeAndShape(value, &info));
        try
        {
            return ReadInfo(info, ref lengths);
        }
        finally
        {
            // Freed here and not by a handle object: a run with dynamic outputs comes this way and allocates nothing.
            OrtLibrary.Api->ReleaseTensorTypeAndShapeInfo(info);
        }
    }

    /// <summary>The same for type information that somebody else owns.</summary>
    internal static OrtElementType ReadInfo(nint info, ref Span<long> lengths)
    {
        var api = OrtLibrary.Api;
        OrtElementType type;
        nuint rank;
        OrtStatus.Check(api->GetTensorElementType(info, &type));
        OrtStatus.Check(api->GetDimensionsCount(info, &rank));
        if (rank > (nuint)lengths.Length)
            throw new NotSupportedException($"A tensor of {rank} dimensions; at most {lengths.Length} are supported.");
        lengths = lengths[..(int)rank];
        fixed (long* first = lengths) OrtStatus.Check(api->GetDimensions(info, first, rank));
        return type;
    }
}
