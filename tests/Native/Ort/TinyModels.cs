using Sluice.Native.Ort;
using static Sluice.Tests.OnnxWriter;

namespace Sluice.Native.Tests.Ort;

/// <summary>Models of a few bytes, each for one thing a test needs.</summary>
internal static class TinyModels
{
    /// <summary><c>y = x</c> for any element type, [n, 3].</summary>
    public static byte[] Identity(OrtElementType type) => Model(Graph(
        "identity", [Node("Identity", "x", "y")], [Value("x", type, "n", 3)], [Value("y", type, "n", 3)]));

    /// <summary><c>y = a + b</c>, float32 [n, 2] each, with metadata.</summary>
    public static byte[] Add() => Model(
        Graph(
            "adder", [Node("Add", "a b", "y")],
            [Value("a", OrtElementType.Float32, "n", 2), Value("b", OrtElementType.Float32, "n", 2)],
            [Value("y", OrtElementType.Float32, "n", 2)]),
        ("stride", "32"), ("names", "{0: 'größe'}"));

    /// <summary><c>sum = a + b</c> and <c>product = a * b</c>, float32 [n].</summary>
    public static byte[] TwoOutputs() => Model(Graph(
        "two", [Node("Add", "a b", "sum"), Node("Mul", "a b", "product")],
        [Value("a", OrtElementType.Float32, "n"), Value("b", OrtElementType.Float32, "n")],
        [Value("sum", OrtElementType.Float32, "n"), Value("product", OrtElementType.Float32, "n")]));

    /// <summary><c>y = x · [[1,2],[3,4]]</c>, float32 [n, 2].</summary>
    public static byte[] MatMul() => Model(Graph(
        "matmul", [Node("MatMul", "x w", "y")],
        [Value("x", OrtElementType.Float32, "n", 2)], [Value("y", OrtElementType.Float32, "n", 2)],
        Constant("w", [2, 2], 1f, 2f, 3f, 4f)));

    /// <summary>Indices of what is not zero: int64 [1, found], as many as the data has.</summary>
    public static byte[] NonZero() => Model(Graph(
        "nonzero", [Node("NonZero", "x", "y")],
        [Value("x", OrtElementType.Float32, "n")], [Value("y", OrtElementType.Int64, 1, "found")]));

    /// <summary>Reshapes float32 [n] to the int64 shape it is given.</summary>
    public static byte[] Reshape() => Model(Graph(
        "reshape", [Node("Reshape", "x shape", "y")],
        [Value("x", OrtElementType.Float32, "n"), Value("shape", OrtElementType.Int64, "rank")],
        [Value("y", OrtElementType.Float32, "rows", "columns")]));

    /// <summary>Counts to <c>trips</c> one by one: a run as long as one likes.</summary>
    public static byte[] Count()
    {
        var body = Graph(
            "body",
            [Node("Identity", "go", "go_on"), Node("Add", "count one", "counted")],
            [Value("trip", OrtElementType.Int64), Value("go", OrtElementType.Bool), Value("count", OrtElementType.Float32)],
            [Value("go_on", OrtElementType.Bool), Value("counted", OrtElementType.Float32)],
            Constant("one", [], 1f));
        return Model(Graph(
            "count", [Node("Loop", "trips - zero", "y", Attribute("body", body))],
            [Value("trips", OrtElementType.Int64)], [Value("y", OrtElementType.Float32)],
            Constant("zero", [], 0f)));
    }

    /// <summary>An identity with a constant nobody uses, at which ONNX Runtime warns.</summary>
    public static byte[] Wasteful() => Model(Graph(
        "wasteful", [Node("Identity", "x", "y")],
        [Value("x", OrtElementType.Float32, 1)], [Value("y", OrtElementType.Float32, 1)],
        Constant("unused", [1], 1f)));

    /// <summary>An operator that does not exist.</summary>
    public static byte[] UnknownOperator() => Model(Graph(
        "unknown", [Node("NoSuchOperator", "x", "y")],
        [Value("x", OrtElementType.Float32, 1)], [Value("y", OrtElementType.Float32, 1)]));
}
