namespace Sluice.Native.Ort;

/// <summary>ONNX Runtime's error codes, by the header's numbers.</summary>
public enum OrtErrorCode
{
    /// <summary>No error.</summary>
    Ok = 0,

    /// <summary>Any failure without a code of its own; a terminated run ends with it too.</summary>
    Fail = 1,

    /// <summary>An argument the call refuses: an unknown name, a shape or a type that does not fit.</summary>
    InvalidArgument = 2,

    /// <summary>The model file is not there or cannot be read.</summary>
    NoSuchFile = 3,

    /// <summary>No model where one was expected.</summary>
    NoModel = 4,

    /// <summary>The engine beneath failed.</summary>
    EngineError = 5,

    /// <summary>An exception inside a kernel or an initialiser.</summary>
    RuntimeException = 6,

    /// <summary>The bytes are no ONNX model.</summary>
    InvalidProtobuf = 7,

    /// <summary>The session already holds a model.</summary>
    ModelLoaded = 8,

    /// <summary>No kernel for an operator of the model.</summary>
    NotImplemented = 9,

    /// <summary>The model parses but its graph is not valid.</summary>
    InvalidGraph = 10,

    /// <summary>An execution provider failed.</summary>
    ExecutionProviderFail = 11,

    /// <summary>Loading was cancelled.</summary>
    ModelLoadCanceled = 12,

    /// <summary>The model has to be compiled first and the options forbid it.</summary>
    ModelRequiresCompilation = 13,

    /// <summary>Something looked up by name is not there.</summary>
    NotFound = 14,
}
