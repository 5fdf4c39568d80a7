using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MLPipeline.Featurization;

/// <summary>
/// One file of the feature store: records of equal length, then the hashes of their photos, their checksums, and a footer.
/// It is written beside its final name and renamed when complete, so a reader sees a whole file or none. The file is open
/// only while a record is read: a store may have more files than a process may have handles.
/// </summary>
/// <remarks>
/// *** Binary format *** (little-endian)
/// float32[count][length] records;
/// byte[count][32] SHA-256 of the photo's file, in the order of the records;
/// uint64[count] XXH3 of the photo's hash and its record, seeded by chain and layer (see <see cref="StoredLayer"/>);
/// int32 count; int32 length; int32 version (2); uint32 magic ("MLPF").
/// Version 1 had no checksums; its files are made anew.
/// </remarks>
internal sealed class FeatureSegment
{
    public const string Extension = ".features";
    public const string TemporaryExtension = ".tmp";

    private const int HashLength = 32;
    private const int ChecksumLength = sizeof(ulong);
    private const int FooterLength = 16;
    private const int Version = 2;
    private const uint Magic = 0x46504C4D;

    private readonly int _length;
    private readonly long _seed;
    private readonly byte[] _hashes;
    private readonly ulong[] _checksums;

    private FeatureSegment(string path, int length, long seed, byte[] hashes, ulong[] checksums)
    {
        (Path, _length, _seed, _hashes, _checksums) = (path, length, seed, hashes, checksums);
        Hashes = [.. hashes.Chunk(HashLength).Select(Convert.ToHexStringLower)];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The photos' hashes in hexadecimal, in the order of the records.</summary>
    public IReadOnlyList<string> Hashes { get; }

    /// <summary>Opens a segment; null if the file is none, is damaged, or has records of another length.</summary>
    /// <exception cref="IOException">There is no such file any more, or it cannot be read.</exception>
    public static FeatureSegment? TryOpen(string path, int length, long seed)
    {
        using var file = OpenHandle(path);
        if (ReadFooter(file) is not { } footer || footer.Length != length)
        {
            return null;
        }

        var hashes = new byte[footer.Count * HashLength];
        var checksums = new ulong[footer.Count];
        var offset = (long)footer.Count * length * sizeof(float);
        return TryRead(file, hashes, offset) && TryRead(file, MemoryMarshal.AsBytes(checksums.AsSpan()), offset + hashes.Length)
            ? new(path, length, seed, hashes, checksums)
            : null;
    }

    /// <summary>Whether a file is a whole segment of this version, whatever the length of its records.</summary>
    public static bool IsWhole(string path)
    {
        using var file = OpenHandle(path);
        return ReadFooter(file) is not null;
    }

    /// <summary>Reads record <paramref name="index"/>, if it is still what was written; safe from several threads.</summary>
    /// <returns>Whether it is; else the target holds anything.</returns>
    /// <exception cref="IOException">There is no such file any more, or it cannot be read.</exception>
    public bool TryRead(int index, Span<float> target)
    {
        var bytes = MemoryMarshal.AsBytes(target);
        using var file = OpenHandle(Path);
        return TryRead(file, bytes, (long)index * _length * sizeof(float)) &&
            Checksum(_seed, _hashes.AsSpan(index * HashLength, HashLength), bytes) == _checksums[index];
    }

    private static SafeFileHandle OpenHandle(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    private static (int Count, int Length)? ReadFooter(SafeFileHandle file)
    {
        var size = RandomAccess.GetLength(file);
        var footer = new int[FooterLength / sizeof(int)];
        if (size < FooterLength || !TryRead(file, MemoryMarshal.AsBytes(footer.AsSpan()), size - FooterLength))
        {
            return null;
        }

        var (count, length) = (footer[0], footer[1]);
        return footer[2] == Version && (uint)footer[3] == Magic && count > 0 && length > 0 &&
            size == (count * (((long)length * sizeof(float)) + HashLength + ChecksumLength)) + FooterLength
            ? (count, length)
            : null;
    }

    private static bool TryRead(SafeFileHandle file, Span<byte> target, long offset)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0)
            {
                return false;
            }

            target = target[read..];
            offset += read;
        }

        return true;
    }

    /// <summary>Over the photo's hash too, so that records that changed places are found.</summary>
    private static ulong Checksum(long seed, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> record)
    {
        var sum = new XxHash3(seed);
        sum.Append(hash);
        sum.Append(record);
        return sum.GetCurrentHashAsUInt64();
    }

    /// <summary>Writes a segment; what is not committed leaves no trace.</summary>
    public sealed class Writer(string folder, long seed) : IDisposable
    {
        private readonly string _temporary = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N") + TemporaryExtension);
        private readonly List<byte[]> _hashes = [];
        private readonly List<ulong> _checksums = [];
        private FileStream? _stream;
        private int _length;

        public void Add(string hash, ReadOnlySpan<float> values)
        {
            _stream ??= new(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            _length = values.Length;
            var own = Convert.FromHexString(hash);
            var bytes = MemoryMarshal.AsBytes(values);
            _stream.Write(bytes);
            _hashes.Add(own);
            _checksums.Add(Checksum(seed, own, bytes));
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

            _stream.Write(MemoryMarshal.AsBytes<ulong>(_checksums.ToArray()));
            _stream.Write(MemoryMarshal.AsBytes<int>([_hashes.Count, _length, Version, unchecked((int)Magic)]));
            _stream.Dispose();
            _stream = null;
            var path = System.IO.Path.ChangeExtension(_temporary, Extension);
            File.Move(_temporary, path);
            return path;
        }

        public void Dispose()
        {
            if (_stream is not null)
            {
                try
                {
                    // On a full disk what is buffered cannot be written: the file goes all the same.
                    _stream.Dispose();
                }
                catch (IOException)
                {
                }

                File.Delete(_temporary);
            }
        }
    }
}
