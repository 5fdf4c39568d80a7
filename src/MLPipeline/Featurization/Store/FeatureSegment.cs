using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MLPipeline.Featurization;

/// <summary>
/// One file of the feature store: records of equal length, then the hashes of their photos, then a footer. It is written
/// beside its final name and renamed when complete, so a reader sees a whole file or none.
/// </summary>
/// <remarks>
/// *** Binary format *** (little-endian)
/// float32[count][length] records;
/// byte[count][32] SHA-256 of the photo's file, in the order of the records;
/// int32 count; int32 length; int32 version (1); uint32 magic ("MLPF").
/// </remarks>
internal sealed class FeatureSegment : IDisposable
{
    public const string Extension = ".features";

    private const int HashLength = 32;
    private const int FooterLength = 16;
    private const int Version = 1;
    private const uint Magic = 0x46504C4D;

    private readonly SafeFileHandle _file;
    private readonly int _length;

    private FeatureSegment(SafeFileHandle file, int length, string[] hashes)
    {
        _file = file;
        _length = length;
        Hashes = hashes;
    }

    /// <summary>The photos' hashes in hexadecimal, in the order of the records.</summary>
    public IReadOnlyList<string> Hashes { get; }

    /// <summary>Opens a segment; null if the file is none, is damaged, or has records of another length.</summary>
    public static FeatureSegment? TryOpen(string path, int length)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var size = RandomAccess.GetLength(file);
        var footer = new byte[FooterLength];
        if (size >= FooterLength && RandomAccess.Read(file, footer, size - FooterLength) == FooterLength)
        {
            var fields = MemoryMarshal.Cast<byte, int>(footer);
            var count = fields[0];
            var data = (long)count * length * sizeof(float);
            if (fields[1] == length && fields[2] == Version && (uint)fields[3] == Magic &&
                size == data + ((long)count * HashLength) + FooterLength)
            {
                var hashes = new byte[count * HashLength];
                RandomAccess.Read(file, hashes, data);
                return new(file, length, [.. hashes.Chunk(HashLength).Select(Convert.ToHexStringLower)]);
            }
        }

        file.Dispose();
        return null;
    }

    /// <summary>Reads record <paramref name="index"/>; safe from several threads.</summary>
    public void Read(int index, Span<float> target)
    {
        var bytes = MemoryMarshal.AsBytes(target);
        var offset = (long)index * _length * sizeof(float);
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file, bytes, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("A file of the feature store became shorter while it was read.");
            }

            bytes = bytes[read..];
            offset += read;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Writes a segment; what is not committed leaves no trace.</summary>
    public sealed class Writer(string folder) : IDisposable
    {
        private readonly string _temporary = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".tmp");
        private readonly List<byte[]> _hashes = [];
        private FileStream? _stream;
        private int _length;

        public void Add(string hash, ReadOnlySpan<float> values)
        {
            _stream ??= new(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            _length = values.Length;
            _stream.Write(MemoryMarshal.AsBytes(values));
            _hashes.Add(Convert.FromHexString(hash));
        }

        /// <summary>Completes the file; returns its path, or null if nothing was added.</summary>
        public string? Commit()
        {
            if (_stream is null)
            {
                return null;
            }

            foreach (var hash in _hashes)
            {
                _stream.Write(hash);
            }

            _stream.Write(MemoryMarshal.AsBytes<int>([_hashes.Count, _length, Version, unchecked((int)Magic)]));
            _stream.Dispose();
            _stream = null;
            var path = Path.ChangeExtension(_temporary, Extension);
            File.Move(_temporary, path);
            return path;
        }

        public void Dispose()
        {
            if (_stream is not null)
            {
                _stream.Dispose();
                File.Delete(_temporary);
            }
        }
    }
}
