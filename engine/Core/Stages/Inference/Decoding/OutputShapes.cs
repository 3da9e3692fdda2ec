using System.Globalization;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Questions about shapes that families share.</summary>
internal static class OutputShapes
{
    /// <summary>Input pixels a grid cell, in the order of the output's rows.</summary>
    internal static ReadOnlySpan<int> Strides => [8, 16, 32];

    /// <summary>A shape as text, <c>?</c> where only a run tells: <c>[?,84,8400]</c>.</summary>
    /// <param name="shape">One number a dimension.</param>
    public static string Text(ReadOnlySpan<long> shape)
    {
        var parts = new string[shape.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = shape[i] < 0 ? "?" : shape[i].ToString(CultureInfo.InvariantCulture);
        return $"[{string.Join(',', parts)}]";
    }

    /// <summary>Grid cells over all strides.</summary>
    public static int Cells(int width, int height)
    {
        var cells = 0;
        foreach (var stride in Strides) cells += width / stride * (height / stride);
        return cells;
    }

    /// <summary>Whether a dimension has a length, or may have it.</summary>
    /// <param name="length">The dimension's; -1 where only a run tells.</param>
    /// <param name="expected">The length asked for.</param>
    public static bool Is(long length, long expected) => length < 0 || length == expected;

    /// <summary>Whether a dimension may hold so many numbers and one a class.</summary>
    /// <param name="length">The dimension's; -1 where only a run tells.</param>
    /// <param name="others">Numbers besides the classes.</param>
    /// <param name="classes">Number of labels; null when unknown.</param>
    public static bool IsClasses(long length, int others, int? classes)
        => length < 0 || (classes == null ? length > others : length == others + classes);

    /// <summary>Such a dimension in words: <c>84</c> or <c>4+classes</c>.</summary>
    /// <inheritdoc cref="IsClasses"/>
    public static string Sum(int others, int? classes)
        => classes == null ? (others == 0 ? "classes" : $"{others}+classes") : (others + classes.Value).ToString(CultureInfo.InvariantCulture);
}
