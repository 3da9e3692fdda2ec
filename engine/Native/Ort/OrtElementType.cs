#pragma warning disable CA1720 // the names are those of the types on purpose

namespace Sluice.Native.Ort;

/// <summary>Element types of tensors, by the header's numbers.</summary>
public enum OrtElementType
{
    /// <summary>Not a tensor of one element type: a sequence, a map or unknown.</summary>
    Undefined = 0,

    /// <summary><see cref="float"/>.</summary>
    Float32 = 1,

    /// <summary><see cref="byte"/>.</summary>
    UInt8 = 2,

    /// <summary><see cref="sbyte"/>.</summary>
    Int8 = 3,

    /// <summary><see cref="ushort"/>.</summary>
    UInt16 = 4,

    /// <summary><see cref="short"/>.</summary>
    Int16 = 5,

    /// <summary><see cref="int"/>.</summary>
    Int32 = 6,

    /// <summary><see cref="long"/>.</summary>
    Int64 = 7,

    /// <summary>Text; cannot be read through this layer.</summary>
    Text = 8,

    /// <summary><see cref="bool"/>, one byte.</summary>
    Bool = 9,

    /// <summary><see cref="Half"/>.</summary>
    Float16 = 10,

    /// <summary><see cref="double"/>.</summary>
    Float64 = 11,

    /// <summary><see cref="uint"/>.</summary>
    UInt32 = 12,

    /// <summary><see cref="ulong"/>.</summary>
    UInt64 = 13,

    /// <summary>The upper half of a float32; read through <see cref="OrtTensor.Bytes"/>.</summary>
    BFloat16 = 16,
}
