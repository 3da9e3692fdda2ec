namespace Sluice.Native.Ort;

/// <summary>One message of ONNX Runtime's log.</summary>
/// <param name="Level">How serious.</param>
/// <param name="LogId">The session's <see cref="OrtSessionOptions.LogId"/>, or <c>sluice</c> outside a session.</param>
/// <param name="Location">Source file, line and function inside ONNX Runtime.</param>
/// <param name="Text">The message.</param>
public readonly record struct OrtLogMessage(OrtLogLevel Level, string LogId, string Location, string Text);
