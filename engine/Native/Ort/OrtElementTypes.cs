namespace Sluice.Native.Ort;

/// <summary>What is known of each <see cref="OrtElementType"/>.</summary>
public static class OrtElementTypes
{
    /// <summary>Bytes of one element; 0 for types whose elements have no fixed size of whole bytes.</summary>
    public static int SizeBytes(this OrtElementType type) => type switch
    {
        OrtElementType.UInt8 or OrtElementType.Int8 or OrtElementType.Bool => 1,
        OrtElementType.UInt16 or OrtElementType.Int16 or OrtElementType.Float16 or OrtElementType.BFloat16 => 2,
        OrtElementType.Float32 or OrtElementType.Int32 or OrtElementType.UInt32 => 4,
        OrtElementType.Float64 or OrtElementType.Int64 or OrtElementType.UInt64 => 8,
        _ => 0,
    };

    /// <summary>The element type that a C# type stands for.</summary>
    /// <exception cref="NotSupportedException">It stands for none.</exception>
    public static OrtElementType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return OrtElementType.Float32;
        if (typeof(T) == typeof(byte)) return OrtElementType.UInt8;
        if (typeof(T) == typeof(Half)) return OrtElementType.Float16;
        if (typeof(T) == typeof(long)) return OrtElementType.Int64;
        if (typeof(T) == typeof(int)) return OrtElementType.Int32;
        if (typeof(T) == typeof(bool)) return OrtElementType.Bool;
        if (typeof(T) == typeof(sbyte)) return OrtElementType.Int8;
        if (typeof(T) == typeof(ushort)) return OrtElementType.UInt16;
        if (typeof(T) == typeof(short)) return OrtElementType.Int16;
        if (typeof(T) == typeof(uint)) return OrtElementType.UInt32;
        if (typeof(T) == typeof(ulong)) return OrtElementType.UInt64;
        if (typeof(T) == typeof(double)) return OrtElementType.Float64;
        throw new NotSupportedException($"No tensor element type stands for {typeof(T)}.");
    }

    /// <summary>A type and a shape as they read in messages: <c>float32 [1,3,416,416]</c>.</summary>
    internal static string Describe(OrtElementType type, ReadOnlySpan<long> shape)
        => $"{Name(type)} [{string.Join(',', shape.ToArray())}]";

    internal static string Name(OrtElementType type) => type.ToString().ToLowerInvariant();
}
