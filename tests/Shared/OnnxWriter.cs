using System.Runtime.InteropServices;
using System.Text;
using Sluice.Native.Ort;

namespace Sluice.Tests;

/// <summary>
/// Writes small ONNX models: just enough protobuf (https://protobuf.dev/programming-guides/encoding) and just enough of
/// onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) for tests.
/// </summary>
internal static class OnnxWriter
{
    /// <summary>A ModelProto of opset 13.</summary>
    public static byte[] Model(byte[] graph, params (string Key, string Value)[] metadata)
    {
        var model = new Proto().Varint(1, 7).Text(2, "sluice-tests").Varint(5, 3).Bytes(7, graph)
            .Bytes(8, new Proto().Text(1, "").Varint(2, 13).Done());
        foreach (var (key, value) in metadata) model.Bytes(14, new Proto().Text(1, key).Text(2, value).Done());
        return model.Done();
    }

    /// <summary>A GraphProto.</summary>
    public static byte[] Graph(string name, byte[][] nodes, byte[][] inputs, byte[][] outputs, params byte[][] constants)
    {
        var graph = new Proto();
        foreach (var node in nodes) graph.Bytes(1, node);
        graph.Text(2, name);
        foreach (var constant in constants) graph.Bytes(5, constant);
        foreach (var input in inputs) graph.Bytes(11, input);
        foreach (var output in outputs) graph.Bytes(12, output);
        return graph.Done();
    }

    /// <summary>A NodeProto; names are separated by spaces, and <c>-</c> leaves an optional input out.</summary>
    public static byte[] Node(string operation, string inputs, string outputs, params byte[][] attributes)
    {
        var node = new Proto();
        foreach (var input in inputs.Split(' ')) node.Text(1, input == "-" ? "" : input);
        foreach (var output in outputs.Split(' ')) node.Text(2, output);
        node.Text(3, $"{operation}_{outputs.Replace(' ', '_')}").Text(4, operation);
        foreach (var attribute in attributes) node.Bytes(5, attribute);
        return node.Done();
    }

    /// <summary>An AttributeProto that holds a graph.</summary>
    public static byte[] Attribute(string name, byte[] graph)
        => new Proto().Text(1, name).Bytes(6, graph).Varint(20, 5).Done();

    /// <summary>A ValueInfoProto; a dimension is a number or a name, and no dimensions at all is a scalar.</summary>
    public static byte[] Value(string name, OrtElementType type, params object[] dimensions)
    {
        var shape = new Proto();
        foreach (var dimension in dimensions)
            shape.Bytes(1, dimension is string symbol
                ? new Proto().Text(2, symbol).Done()
                : new Proto().Varint(1, Convert.ToInt64(dimension)).Done());
        var tensor = new Proto().Varint(1, (long)type).Bytes(2, shape.Done()).Done();
        return new Proto().Text(1, name).Bytes(2, new Proto().Bytes(1, tensor).Done()).Done();
    }

    /// <summary>A TensorProto with its data raw.</summary>
    public static byte[] Constant<T>(string name, long[] dimensions, params T[] data)
        where T : unmanaged
    {
        var tensor = new Proto();
        foreach (var dimension in dimensions) tensor.Varint(1, dimension);
        return tensor.Varint(2, (long)OrtElementTypes.Of<T>()).Text(8, name)
            .Bytes(9, MemoryMarshal.AsBytes<T>(data).ToArray()).Done();
    }

    private sealed class Proto
    {
        private readonly List<byte> _out = [];

        public Proto Varint(int field, long value)
        {
            Raw((ulong)field << 3);
            Raw((ulong)value);
            return this;
        }

        public Proto Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

        public Proto Bytes(int field, byte[] value)
        {
            Raw(((ulong)field << 3) | 2);
            Raw((ulong)value.Length);
            _out.AddRange(value);
            return this;
        }

        public byte[] Done() => [.. _out];

        private void Raw(ulong value)
        {
            for (; value > 0x7F; value >>= 7) _out.Add((byte)(value | 0x80));
            _out.Add((byte)value);
        }
    }
}
