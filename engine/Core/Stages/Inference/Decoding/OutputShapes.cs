using System.Globalization;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Which output shapes each family has, so that a model that does not fit its card is refused instead of misread.</summary>
internal static class OutputShapes
{
    /// <summary>Input pixels a grid cell, in the order of the output's rows.</summary>
    internal static ReadOnlySpan<int> Strides => [8, 16, 32];

    /// <summary>Whether an output may be of a family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="shape">One number a dimension, -1 where only a run tells.</param>
    /// <param name="width">Columns of the input.</param>
    /// <param name="height">Rows of the input.</param>
    /// <param name="classes">Number of labels; null when unknown.</param>
    public static bool Fits(ModelFamily family, ReadOnlySpan<long> shape, int width, int height, int? classes) => family switch
    {
        ModelFamily.Yolox => shape.Length == 3 && Is(shape[1], Cells(width, height)) && IsClasses(shape[2], 5, classes),
        ModelFamily.Yolov8 => shape.Length == 3 && IsClasses(shape[1], 4, classes) && (shape[2] < 0 || shape[1] < shape[2]),
        _ => shape.Length is 2 or 3 && Is(shape[^1], 6),
    };

    /// <summary>How many classes an output of a family has; null where the shape does not tell.</summary>
    /// <param name="family">A family it fits.</param>
    /// <param name="shape">Its shape.</param>
    public static int? Classes(ModelFamily family, ReadOnlySpan<long> shape) => family switch
    {
        ModelFamily.Yolox when shape[2] > 5 => (int)shape[2] - 5,
        ModelFamily.Yolov8 when shape[1] > 4 => (int)shape[1] - 4,
        _ => null,
    };

    /// <summary>The shape a family has, in words for a message.</summary>
    /// <param name="family">The family.</param>
    /// <param name="width">Columns of the input.</param>
    /// <param name="height">Rows of the input.</param>
    /// <param name="classes">Number of labels; null when unknown.</param>
    public static string Describe(ModelFamily family, int width, int height, int? classes) => family switch
    {
        ModelFamily.Yolox => $"[n,{Cells(width, height)},{Sum(5, classes)}] (grid cells of {width}x{height} by {Sum(5, classes)} numbers)",
        ModelFamily.Yolov8 => $"[n,{Sum(4, classes)},anchors] (channels first)",
        _ => "[n,rows,6] or [rows,6]",
    };

    /// <summary>
    /// The families an output may be of when no card says so. Stricter than <see cref="Fits"/>: what is known of the shape must speak
    /// for the family.
    /// </summary>
    /// <inheritdoc cref="Fits"/>
    public static IReadOnlyList<ModelFamily> Propose(ReadOnlySpan<long> shape, int width, int height, int? classes)
    {
        var found = new List<ModelFamily>();
        var cells = Cells(width, height);
        foreach (var family in Enum.GetValues<ModelFamily>())
        {
            if (!Fits(family, shape, width, height, classes)) continue;
            if (family == ModelFamily.Yolov8 && shape[2] >= 0 && shape[2] != cells) continue;
            found.Add(family);
        }

        return found;
    }

    /// <summary>A shape as text, <c>?</c> where only a run tells: <c>[?,84,8400]</c>.</summary>
    /// <param name="shape">One number a dimension.</param>
    public static string Text(ReadOnlySpan<long> shape)
    {
        var parts = new string[shape.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = shape[i] < 0 ? "?" : shape[i].ToString(CultureInfo.InvariantCulture);
        return $"[{string.Join(',', parts)}]";
    }

    /// <summary>Grid cells over all strides.</summary>
    internal static int Cells(int width, int height)
    {
        var cells = 0;
        foreach (var stride in Strides) cells += width / stride * (height / stride);
        return cells;
    }

    private static bool Is(long length, long expected) => length < 0 || length == expected;

    private static bool IsClasses(long length, int others, int? classes)
        => length < 0 || (classes == null ? length > others : length == others + classes);

    private static string Sum(int others, int? classes)
        => classes == null ? $"{others}+classes" : (others + classes.Value).ToString(CultureInfo.InvariantCulture);
}
