// What the kernels need of the device: no header of the CUDA toolkit. Compiled for anything else, a kernel is a function that a loop over
// the grid calls; tests run it so. The kernels keep to what C and CUDA have in common, and to the same arithmetic in both: -ffp-contract=off.
#ifndef SLUICE_DEVICE_H
#define SLUICE_DEVICE_H

#if defined(__NVPTX__)
#define SLUICE_KERNEL extern "C" __attribute__((global)) void
#define SLUICE_DEVICE static inline __attribute__((device, always_inline))
#define SLUICE_COLUMN ((int)(__nvvm_read_ptx_sreg_ctaid_x() * __nvvm_read_ptx_sreg_ntid_x() + __nvvm_read_ptx_sreg_tid_x()))
#define SLUICE_ROW ((int)(__nvvm_read_ptx_sreg_ctaid_y() * __nvvm_read_ptx_sreg_ntid_y() + __nvvm_read_ptx_sreg_tid_y()))
#define SLUICE_LAYER ((int)__nvvm_read_ptx_sreg_ctaid_z())
#else
#define SLUICE_KERNEL void
#define SLUICE_DEVICE static inline
static _Thread_local int sluice_column, sluice_row, sluice_layer;
#define SLUICE_COLUMN sluice_column
#define SLUICE_ROW sluice_row
#define SLUICE_LAYER sluice_layer
#endif

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#endif
